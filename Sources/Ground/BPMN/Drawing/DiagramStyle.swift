/// Colours and lines of drawings, by classes alone: a page that forbids styles in its markup puts `css` into its style sheet.
public enum DiagramStyle {
    /// Takes over `--ink`, `--surface` and the like of the page it stands in, where there are any.
    public static let css = """
        .bpmn { --bpmn-ink: var(--ink, #16202a); --bpmn-soft: var(--ink-soft, #4b5762); --bpmn-paper: var(--surface, #ffffff); --bpmn-band: var(--sunken, #eef0ee); --bpmn-mark: #0b6e4f; --bpmn-alarm: #b3261e; color: var(--bpmn-ink); font-family: var(--font, system-ui, "Segoe UI", Roboto, Arial, sans-serif); }
        .bpmn text { fill: var(--bpmn-ink); } .bpmn .bpmn-halo { paint-order: stroke; stroke: var(--bpmn-paper); stroke-width: 3px; stroke-linejoin: round; }
        .bpmn-ground { fill: var(--bpmn-paper); }
        .bpmn-shape { fill: var(--bpmn-paper); stroke: var(--bpmn-ink); stroke-width: 1.5; } .bpmn-pool { fill: var(--bpmn-paper); } .bpmn-band { fill: var(--bpmn-band); stroke: var(--bpmn-ink); stroke-width: 1; }
        .bpmn-line { fill: none; stroke: var(--bpmn-ink); stroke-width: 1.5; stroke-linejoin: round; } .bpmn-icon { fill: none; stroke: var(--bpmn-ink); stroke-width: 1.2; stroke-linejoin: round; stroke-linecap: round; }
        .bpmn-solid { fill: var(--bpmn-ink); stroke: var(--bpmn-ink); stroke-width: 1; stroke-linejoin: round; } .bpmn-open { fill: var(--bpmn-paper); stroke: var(--bpmn-ink); stroke-width: 1.2; stroke-linejoin: round; } .bpmn-inverse { fill: none; stroke: var(--bpmn-paper); stroke-width: 1.2; }
        .bpmn-thick { stroke-width: 3; } .bpmn-thin { stroke-width: 1; } .bpmn-dashed { stroke-dasharray: 5 3; } .bpmn-dotted { stroke-dasharray: 1.5 3; stroke-linecap: round; } .bpmn-dashdot { fill: none; stroke-dasharray: 9 4 1.5 4; stroke-linecap: round; }
        .bpmn .bpmn-tinted { fill: #16202a; } .bpmn-tint { fill-opacity: 1; }
        .bpmn-heat-1 { fill: #fff3c4; } .bpmn-heat-2 { fill: #ffdf8a; } .bpmn-heat-3 { fill: #ffbd5c; } .bpmn-heat-4 { fill: #f99345; } .bpmn-heat-5 { fill: #e8613a; } .bpmn .bpmn-on-heat { fill: #16202a; } .bpmn .bpmn-on-heat.bpmn-halo, .bpmn .bpmn-tinted.bpmn-halo { stroke: none; }
        .bpmn-ring { fill: none; stroke: var(--bpmn-mark); stroke-width: 4; } .bpmn-badge { fill: var(--bpmn-mark); } .bpmn-done { stroke-dasharray: 2 5; stroke-linecap: round; } .bpmn-alarm { stroke: var(--bpmn-alarm); } .bpmn-badge.bpmn-alarm { fill: var(--bpmn-alarm); } .bpmn .bpmn-badge-text { fill: #ffffff; font-weight: 700; }
        @media (prefers-color-scheme: dark) { .bpmn { --bpmn-ink: var(--ink, #e8edf1); --bpmn-soft: var(--ink-soft, #adb9c4); --bpmn-paper: var(--surface, #161d24); --bpmn-band: var(--sunken, #0b1015); --bpmn-mark: #4cc38a; --bpmn-alarm: #ff8a80; } .bpmn .bpmn-badge-text { fill: #0c1218; } }
        @media (forced-colors: active) { .bpmn { --bpmn-ink: CanvasText; --bpmn-paper: Canvas; --bpmn-band: Canvas; --bpmn-mark: Highlight; } }
        """
}
