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

    /// Draws the government's own places with Leaflet, and lets a click choose one. The form beneath says the same in words.
    static let map = """
        "use strict";
        for (const frame of document.querySelectorAll("[data-map]")) {
          frame.hidden = false;
          const style = getComputedStyle(document.documentElement);
          const map = L.map(frame, { attributionControl: false, scrollWheelZoom: false });
          const name = frame.dataset.map;
          const field = (part) => name ? document.getElementById(name + "." + part) : null;
          const latitude = field("latitude"), longitude = field("longitude");
          const pick = frame.dataset.pick ? document.getElementById(frame.dataset.pick) : null;
          const picked = { fillOpacity: 0.55, weight: 3 }, plain = { fillOpacity: 0.1, weight: 1.5 };
          let chosen = null;
          const choosePlace = (drawn, key) => { if (chosen) chosen.setStyle(plain); chosen = drawn; drawn.setStyle(picked); pick.value = key; };
          let marker = null;
          const put = (place) => { if (marker) marker.setLatLng(place); else marker = L.marker(place).addTo(map); };
          const choose = (place) => {
            put(place);
            if (latitude) { latitude.value = place.lat.toFixed(6); longitude.value = place.lng.toFixed(6); }
          };
          const start = latitude && latitude.value ? [latitude.value, longitude.value] : frame.dataset.latitude ? [frame.dataset.latitude, frame.dataset.longitude] : null;
          if (start) { map.setView(start.map(Number), 16); put(start.map(Number)); }
          if (latitude) map.on("click", (event) => choose(event.latlng));
          fetch(frame.dataset.source, { headers: { accept: "application/json" } }).then((answer) => answer.json()).then((places) => {
            const layer = L.geoJSON(places, {
              style: (place) => place.geometry.type.endsWith("LineString")
                ? { color: style.getPropertyValue("--line-strong"), weight: 5, opacity: 0.55 }
                : { color: style.getPropertyValue("--accent"), weight: 1.5, fillOpacity: 0.1 },
              pointToLayer: (place, at) => L.circleMarker(at, { radius: 6, color: style.getPropertyValue("--accent") }),
              onEachFeature: (place, drawn) => {
                const label = place.properties && place.properties.label ? String(place.properties.label) : "";
                if (label) drawn.bindTooltip(label);
                if (!pick || place.properties.registry !== frame.dataset.registry || !drawn.setStyle) return;
                drawn.on("click", () => choosePlace(drawn, label));
                if (pick.value === label) choosePlace(drawn, label);
              },
            }).addTo(map);
            if (!start && layer.getLayers().length) map.fitBounds(layer.getBounds());
            else if (!start) frame.hidden = true;
          }).catch(() => { frame.hidden = true; });
        }
        """
}
