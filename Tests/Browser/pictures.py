"""Pictures to upload, made here: a plan, and a photo that says where and when it was taken."""
import base64
import struct
import zlib

PLANTED = b"PLANTED-GPS-51.4778N-0.0015W"


def png(width=64, height=48):
    """A plain picture (PNG, sections 5 and 11)."""
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + b"\x40\x80\xc0" * width for _ in range(height))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def photo(driver):
    """A JPEG that the browser made, with an Exif segment (APP1) whose GPS information directory holds `PLANTED`."""
    script = """
        const canvas = document.createElement('canvas'); canvas.width = 160; canvas.height = 120;
        const brush = canvas.getContext('2d'); brush.fillStyle = '#246'; brush.fillRect(0, 0, 160, 120);
        brush.fillStyle = '#fd6'; brush.fillRect(60, 20, 30, 80); return canvas.toDataURL('image/jpeg').split(',')[1];"""
    plain = base64.b64decode(driver.execute_script(script))
    # TIFF 6.0, section 2: one directory with a pointer (0x8825) to the GPS directory, which has one ASCII entry.
    value = PLANTED + b"\0"
    gps_at = 8 + 2 + 12 + 4
    value_at = gps_at + 2 + 12 + 4
    first = struct.pack("<H", 1) + struct.pack("<HHII", 0x8825, 4, 1, gps_at) + struct.pack("<I", 0)
    gps = struct.pack("<H", 1) + struct.pack("<HHII", 0x001D, 2, len(value), value_at) + struct.pack("<I", 0)
    exif = b"Exif\0\0" + b"II*\0" + struct.pack("<I", 8) + first + gps + value
    return plain[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + plain[2:]


RED = (224, 32, 32)


def pdf():
    """A document whose one page is red all over (ISO 32000, 7.5)."""
    paint = b"%g %g %g rg 0 0 300 200 re f" % tuple(part / 255 for part in RED)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Contents 4 0 R>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(paint), paint),
    ]
    file, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(file))
        file += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return file + b"xref\n0 5\n0000000000 65535 f \n" + table + b"trailer<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % len(file)


def share_of(colour, picture, driver):
    """How much of a screenshot, from 0 to 1, is of about this colour; the browser reads it."""
    script = """
        const [picture, colour, done] = arguments;
        createImageBitmap(new Blob([Uint8Array.from(atob(picture), (letter) => letter.charCodeAt(0))])).then((image) => {
            const canvas = document.createElement('canvas'); canvas.width = image.width; canvas.height = image.height;
            const brush = canvas.getContext('2d'); brush.drawImage(image, 0, 0);
            const points = brush.getImageData(0, 0, image.width, image.height).data;
            let found = 0;
            for (let at = 0; at < points.length; at += 4) { if (colour.every((part, index) => Math.abs(points[at + index] - part) < 24)) found += 1; }
            done(found / (image.width * image.height));
        });"""
    return driver.execute_async_script(script, base64.b64encode(picture).decode(), list(colour))
