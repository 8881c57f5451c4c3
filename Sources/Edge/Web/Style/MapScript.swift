extension Script {
    /// Draws the government's own places with Leaflet. A click chooses one, and what was chosen is said in words: the form or
    /// the list beside the map says the same, so nobody needs it. Leaflet hides the outline of what has the focus at every key; the
    /// stylesheet insists on it.
    static let map = """
        "use strict";
        for (const frame of document.querySelectorAll("[data-map]")) {
          const outer = frame.closest(".map-frame") || frame;
          outer.hidden = false;
          const style = getComputedStyle(document.documentElement);
          const color = (name) => style.getPropertyValue(name).trim();
          const map = L.map(frame, { attributionControl: false, scrollWheelZoom: false, zoomSnap: 0.25, zoomControl: false });
          L.control.zoom({ zoomInTitle: frame.dataset.zoomIn, zoomOutTitle: frame.dataset.zoomOut }).addTo(map);
          const name = frame.dataset.map;
          const field = (part) => name ? document.getElementById(name + "." + part) : null;
          const latitude = field("latitude"), longitude = field("longitude"), description = field("description");
          const pick = frame.dataset.pick ? document.getElementById(frame.dataset.pick) : null;
          const said = outer.querySelector(".map-chosen"), locate = outer.querySelector(".map-locate");
          const points = frame.dataset.points ? JSON.parse(frame.dataset.points) : [];
          const plain = { color: color("--line-strong"), fillColor: color("--accent"), weight: 0.75, fillOpacity: 0.1 };
          const picked = { color: color("--accent"), fillColor: color("--accent"), weight: 3, fillOpacity: 0.45 };
          const drawnBy = new Map(), areas = [];
          let chosen = null, marker = null, filled = null;

          // A record: its outline, its number in the box, its words below the map.
          const mark = (drawn) => { if (chosen) chosen.setStyle(plain); chosen = drawn; if (drawn) drawn.setStyle(picked).bringToFront(); };
          const chooseRecord = (drawn, place, typed) => {
            mark(drawn);
            const number = document.createElement("strong");
            number.textContent = place.label;
            said.replaceChildren(number, place.place ? ", " + place.place : "");
            if (typed) return;
            pick.value = place.label;
            for (const radio of found) radio.checked = radio.value === place.label;
          };
          const found = pick ? [...document.getElementsByName(pick.name + ".choice")] : [];
          const show = (number) => { const known = drawnBy.get(number); if (known) { chooseRecord(known[0], known[1], true); map.fitBounds(known[0].getBounds(), { maxZoom: 18 }); } };
          for (const radio of found) radio.addEventListener("change", () => show(radio.value));

          // A point: a pin, its coordinates, and the street and number it lies at.
          const pin = L.divIcon({ className: "map-pin", iconSize: [28, 36], iconAnchor: [14, 34] });
          const put = (at) => { if (marker) marker.setLatLng(at); else marker = L.marker(at, { keyboard: false, icon: pin }).addTo(map); };
          const around = (at) => areas.find((area) => area.rings.some((ring) => inside(at, ring)));
          // In metres, from a point to the box around an area.
          const away = (at, box) => map.distance(at, L.latLng(Math.min(Math.max(at.lat, box.getSouth()), box.getNorth()), Math.min(Math.max(at.lng, box.getWest()), box.getEast())));
          const nearest = (at, among) => {
            let best = null, least = 60;
            for (const area of among) { const far = away(at, area.drawn.getBounds()); if (far < least) [best, least] = [area, far]; }
            return best;
          };
          const wordsOf = (area) => area && (area.words.place || area.words.label) || "";
          const choose = (at, words) => {
            put(at);
            latitude.value = at.lat.toFixed(6);
            longitude.value = at.lng.toFixed(6);
            const area = around(at);
            mark(area ? area.drawn : null);
            words = words || wordsOf(area || nearest(at, areas));
            // What somebody typed stays as they typed it.
            if (description.value.trim() === "" || description.value === filled) { description.value = filled = words; }
            said.textContent = words || latitude.value + ", " + longitude.value;
          };
          if (latitude) map.on("click", (event) => choose(event.latlng));
          // Beside every outline the nearest record is meant: a finger is wider than a path between two of them.
          if (pick) map.on("click", (event) => {
            const near = nearest(event.latlng, areas.filter((area) => drawnBy.has(area.words.label)));
            if (near) chooseRecord(near.drawn, near.words, false); else said.textContent = said.dataset.nothing;
          });
          if (latitude && locate && navigator.geolocation) {
            locate.hidden = false;
            locate.addEventListener("click", () => navigator.geolocation.getCurrentPosition((where) => {
              const at = L.latLng(where.coords.latitude, where.coords.longitude);
              choose(at);
              map.setView(at, 17);
            }, () => { said.textContent = said.dataset.unknown; }, { timeout: 10000, enableHighAccuracy: true }));
          }
          const typed = latitude && latitude.value && longitude.value ? [latitude.value, longitude.value].map((text) => Number(text.replace(",", "."))) : null;
          const given = frame.dataset.latitude ? [Number(frame.dataset.latitude), Number(frame.dataset.longitude)] : null;
          const start = (typed || given || []).every(Number.isFinite) ? typed || given : null;
          if (start) { map.setView(start, 16); put(start); }

          // Cases that have a page of their own.
          const tones = { good: "--good", bad: "--bad", waiting: "--waiting", active: "--accent", neutral: "--ink-soft" };
          // What is over is a ring, so that shape tells it too.
          const dot = (tone) => ["good", "neutral"].includes(tone) ? { radius: 6, weight: 4, color: color(tones[tone]), fillColor: color("--surface") } : { radius: 8, weight: 2, color: color("--surface"), fillColor: color(tones[tone]) };
          const spots = points.map((point) => L.circleMarker(point.at.map(Number), { ...dot(point.tone), fillOpacity: 1 })
            .bindTooltip(point.label).on("click", () => { if (point.href.startsWith("/")) location.href = point.href; }));
          if (spots.length) map.fitBounds(L.latLngBounds(points.map((point) => point.at.map(Number))), { maxZoom: 17, padding: [30, 30] });

          map.on("zoomend", () => frame.classList.toggle("map-near", map.getZoom() >= 17));
          fetch(frame.dataset.source, { headers: { accept: "application/json" } }).then((answer) => answer.json()).then((places) => {
            const isLine = (place) => place.geometry.type.endsWith("LineString");
            places.features.sort((a, b) => isLine(b) - isLine(a));
            const layer = L.geoJSON(places, {
              style: (place) => isLine(place) ? { color: color("--line-strong"), weight: 7, opacity: 0.3, lineCap: "round" } : plain,
              pointToLayer: (place, at) => L.circleMarker(at, { radius: 6, color: color("--accent") }),
              onEachFeature: (place, drawn) => {
                const words = place.properties || {};
                if (words.label && isLine(place)) drawn.bindTooltip(words.label, { permanent: true, direction: "center", className: "map-street" });
                else if (words.label && !points.length) drawn.bindTooltip([words.label, words.place].filter(Boolean).join(", "), { sticky: true });
                if (place.geometry.type.endsWith("Polygon")) areas.push({ drawn, words, rings: [place.geometry.coordinates].flat(place.geometry.type === "Polygon" ? 0 : 1).map((area) => area[0]) });
                if (latitude) drawn.on("click", (event) => { L.DomEvent.stop(event); choose(event.latlng, isLine(place) ? words.label : ""); });
                if (!pick || words.registry !== frame.dataset.registry || !drawn.setStyle) return;
                drawnBy.set(words.label, [drawn, words]);
                drawn.on("click", (event) => { L.DomEvent.stop(event); chooseRecord(drawn, words, false); });
                if (pick.value.trim() === words.label) chooseRecord(drawn, words, true);
              },
            }).addTo(map);
            for (const spot of spots) spot.addTo(map);
            if (start && !pick) { const area = around(L.latLng(start)); if (area) mark(area.drawn); }
            const meant = found.map((radio) => drawnBy.get(radio.value)).filter(Boolean).map((known) => known[0]);
            for (const drawn of meant) if (drawn !== chosen) drawn.setStyle({ fillOpacity: 0.4 });
            if (meant.length) map.fitBounds(L.featureGroup(meant).getBounds(), { maxZoom: 17.5, padding: [40, 40] });
            else if (pick && chosen) map.fitBounds(chosen.getBounds(), { maxZoom: 17.5 });
            else if (!start && !spots.length && layer.getLayers().length) map.fitBounds(layer.getBounds(), { padding: [4, 4] });
            else if (!start && !spots.length) outer.hidden = true;
          }).catch(() => { outer.hidden = true; });
        }

        // Whether a point lies in a ring of GeoJSON positions, by the crossings of a ray to the east.
        function inside(at, ring) {
          let isIn = false;
          for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
            const [x1, y1] = ring[i], [x2, y2] = ring[j];
            if ((y1 > at.lat) !== (y2 > at.lat) && at.lng < (x2 - x1) * (at.lat - y1) / (y2 - y1) + x1) isIn = !isIn;
          }
          return isIn;
        }
        """
}
