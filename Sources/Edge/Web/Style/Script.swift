/// The pages' own script: small comforts on top of pages that work without it.
enum Script {
    static let site = """
        "use strict";
        // Leads to what is wrong as soon as the page is there.
        document.querySelector("[data-focus]")?.focus();
        // A second press on a button does not send the form twice; coming back with "Back" frees it again.
        document.addEventListener("submit", (event) => {
          const form = event.target;
          if (form.dataset.sent) { event.preventDefault(); return; }
          if (form.method === "post") { form.dataset.sent = "yes"; setTimeout(() => { delete form.dataset.sent; }, 10000); }
        });
        window.addEventListener("pageshow", () => {
          for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
        });
        """

    /// Draws the government's own places with Leaflet, and lets a click choose one. The form beside it says the same in words.
    static let map = """
        "use strict";
        for (const frame of document.querySelectorAll("[data-map]")) {
          const outer = frame.closest(".map-frame") || frame;
          outer.hidden = false;
          const style = getComputedStyle(document.documentElement);
          const color = (name) => style.getPropertyValue(name).trim();
          const map = L.map(frame, { attributionControl: false, scrollWheelZoom: false, zoomSnap: 0.25 });
          const name = frame.dataset.map;
          const field = (part) => name ? document.getElementById(name + "." + part) : null;
          const latitude = field("latitude"), longitude = field("longitude");
          const pick = frame.dataset.pick ? document.getElementById(frame.dataset.pick) : null;
          const said = outer.querySelector(".map-chosen");
          const plain = { color: color("--accent"), weight: 1, fillOpacity: 0.12 }, picked = { color: color("--focus"), weight: 3, fillOpacity: 0.5 };
          const drawnBy = new Map();
          let chosen = null, marker = null;
          const choosePlace = (drawn, place, typed) => {
            if (chosen) chosen.setStyle(plain);
            chosen = drawn;
            drawn.setStyle(picked).bringToFront();
            const number = document.createElement("strong");
            number.textContent = place.label;
            said.replaceChildren(number, place.place ? ", " + place.place : "");
            if (typed) return;
            pick.value = place.label;
            for (const radio of found) radio.checked = radio.value === place.label;
          };
          const found = pick ? [...document.getElementsByName(pick.name + ".choice")] : [];
          const show = (number) => { const known = drawnBy.get(number); if (known) { choosePlace(known[0], known[1], true); map.fitBounds(known[0].getBounds(), { maxZoom: 18 }); } };
          for (const radio of found) radio.addEventListener("change", () => show(radio.value));
          map.on("zoomend", () => frame.classList.toggle("map-near", map.getZoom() >= 17));
          const put = (place) => { if (marker) marker.setLatLng(place); else marker = L.marker(place, { keyboard: false, alt: "" }).addTo(map); };
          const choose = (place) => {
            put(place);
            if (latitude) { latitude.value = place.lat.toFixed(6); longitude.value = place.lng.toFixed(6); }
          };
          const start = latitude && latitude.value ? [latitude.value, longitude.value] : frame.dataset.latitude ? [frame.dataset.latitude, frame.dataset.longitude] : null;
          if (start) { map.setView(start.map(Number), 16); put(start.map(Number)); }
          if (latitude) map.on("click", (event) => choose(event.latlng));
          fetch(frame.dataset.source, { headers: { accept: "application/json" } }).then((answer) => answer.json()).then((places) => {
            const isLine = (place) => place.geometry.type.endsWith("LineString");
            places.features.sort((a, b) => isLine(b) - isLine(a));
            const layer = L.geoJSON(places, {
              style: (place) => isLine(place) ? { color: color("--line-strong"), weight: 7, opacity: 0.35, lineCap: "round" } : plain,
              pointToLayer: (place, at) => L.circleMarker(at, { radius: 6, color: color("--accent") }),
              onEachFeature: (place, drawn) => {
                const words = place.properties || {};
                if (words.label && isLine(place)) drawn.bindTooltip(words.label, { permanent: true, direction: "center", className: "map-street" });
                else if (words.label) drawn.bindTooltip([words.label, words.place].filter(Boolean).join(", "), { sticky: true });
                if (latitude) drawn.on("click", (event) => choose(event.latlng));
                if (!pick || words.registry !== frame.dataset.registry || !drawn.setStyle) return;
                drawnBy.set(words.label, [drawn, words]);
                drawn.on("click", () => choosePlace(drawn, words, false));
                if (pick.value.trim() === words.label) choosePlace(drawn, words, true);
              },
            }).addTo(map);
            const meant = found.map((radio) => drawnBy.get(radio.value)).filter(Boolean).map((known) => known[0]);
            for (const drawn of meant) if (drawn !== chosen) drawn.setStyle({ fillOpacity: 0.4 });
            if (meant.length) map.fitBounds(L.featureGroup(meant).getBounds(), { maxZoom: 17.5, padding: [40, 40] });
            else if (chosen) map.fitBounds(chosen.getBounds(), { maxZoom: 17.5 });
            else if (!start && layer.getLayers().length) map.fitBounds(layer.getBounds(), { padding: [12, 12] });
            else if (!start) outer.hidden = true;
          }).catch(() => { outer.hidden = true; });
        }
        """
}
