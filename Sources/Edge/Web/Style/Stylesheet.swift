/// The one stylesheet of all pages, in the order a browser applies it; a page that stands alone carries it within.
public enum Stylesheet {
    public static func text(accent: String) -> String {
        let look = Look(accent: accent)
        let sheet = [tokens(look), base, layout, forms, components, data, media].joined(separator: "\n")
        return sheet.split(separator: "\n").map { squeezed($0.drop { $0 == " " }) }.joined(separator: "\n") + "\n"
    }

    /// Without the blanks that only we read.
    private static func squeezed(_ line: Substring) -> String {
        String(line).replacing(" { ", with: "{").replacing("; }", with: "}").replacing("; ", with: ";").replacing(": ", with: ":")
    }

    private static func tokens(_ look: Look) -> String {
        """
        :root {
          color-scheme: light dark;
          --accent: \(look.accent.hex); --accent-strong: \(look.accentStrong.hex); --accent-soft: \(look.accentSoft.hex); --on-accent: #ffffff; --hero: \(look.accent.hex); --hero-end: \(look.accentStrong.hex);
          --paper: \(Look.paper.hex); --surface: #ffffff; --sunken: #eef0ee; --ink: #16202a; --ink-soft: #4b5762; --line: #dcdfdd; --line-strong: #717d88;
          --good: #17643a; --good-soft: #e3f2e8; --bad: #a8231b; --bad-soft: #fcebe8; --waiting: #744600; --waiting-soft: #fcefd6;
          --neutral-soft: #e9ecee; --focus: #0a4fd0; --shadow: 0 1px 2px rgb(22 32 42 / .06), 0 4px 16px rgb(22 32 42 / .05);
          --radius: 10px; --radius-large: 16px; --measure: 42rem;
          --font: system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Helvetica Neue", Arial, sans-serif;
          --mono: ui-monospace, "SF Mono", "Cascadia Mono", "Noto Sans Mono", "DejaVu Sans Mono", monospace;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --accent: \(look.accentDark.hex); --accent-strong: \(look.accentDarkStrong.hex); --accent-soft: \(look.accentDarkSoft.hex); --on-accent: #0c1218; --hero: \(look.hero.hex); --hero-end: \(look.heroEnd.hex);
            --paper: \(Look.darkPaper.hex); --surface: \(Look.darkSurface.hex); --sunken: #0b1015; --ink: #e8edf1; --ink-soft: #adb9c4; --line: #2d3944; --line-strong: #8592a0;
            --good: #84d9a5; --good-soft: #14301f; --bad: #ffb3a9; --bad-soft: #3a1a17; --waiting: #f3c475; --waiting-soft: #38290c;
            --neutral-soft: #28333d; --focus: #9bc0ff; --shadow: 0 1px 2px rgb(0 0 0 / .4), 0 4px 16px rgb(0 0 0 / .25);
          }
        }
        """
    }

    private static let base = """
        *, *::before, *::after { box-sizing: border-box; }
        html { font-size: 100%; -webkit-text-size-adjust: 100%; text-size-adjust: 100%; scroll-padding-block-start: 1rem; }
        body { margin: 0; min-height: 100vh; display: flex; flex-direction: column; background: var(--paper); color: var(--ink); font: 400 1.0625rem/1.6 var(--font); overflow-wrap: break-word; }
        h1, h2, h3 { line-height: 1.2; letter-spacing: -.015em; font-weight: 680; text-wrap: balance; margin: 0 0 1rem; }
        h1 { font-size: clamp(1.85rem, 1.45rem + 1.9vw, 2.6rem); letter-spacing: -.025em; margin-block-end: 1.5rem; }
        h2 { font-size: clamp(1.35rem, 1.2rem + .7vw, 1.65rem); margin-block-start: 2.5rem; }
        h3 { font-size: 1.2rem; margin-block-start: 1.75rem; }
        p, ul, ol, dl, figure { margin: 0 0 1.15rem; }
        ul, ol { padding-inline-start: 1.4rem; }
        li { margin-block-end: .35rem; } li::marker { color: var(--ink-soft); }
        a { color: var(--accent); text-decoration-thickness: .07em; text-underline-offset: .18em; }
        a:hover { color: var(--accent-strong); text-decoration-thickness: .14em; }
        :focus { outline: none; }
        :focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; border-radius: 4px; }
        main:focus-visible { outline: none; }
        hr { border: 0; border-block-start: 1px solid var(--line); margin-block: 2rem; }
        .sample { margin: 0 0 1.75rem; padding: 1rem 1.2rem; background: var(--sunken); border: 1px solid var(--line); border-radius: var(--radius); overflow-x: auto; }
        code, .reference { font-family: var(--mono); font-size: .95em; }
        .lead { font-size: 1.2rem; color: var(--ink-soft); line-height: 1.5; }
        .quiet, .optional { color: var(--ink-soft); font-weight: 400; }
        .reference { letter-spacing: .06em; } .number { white-space: nowrap; }
        .line { display: block; }
        .unseen { position: absolute; inline-size: 1px; block-size: 1px; margin: -1px; padding: 0; overflow: hidden; clip-path: inset(50%); white-space: nowrap; border: 0; }
        .skip { position: absolute; inset-inline-start: 1rem; inset-block-start: -6rem; z-index: 10; padding: .75rem 1.25rem; background: var(--surface); border-radius: var(--radius); box-shadow: var(--shadow); }
        .skip:focus { inset-block-start: 1rem; }
        .skip.inside:focus { position: static; display: inline-block; margin-block-end: 1rem; }
        .icon { inline-size: 1.25em; block-size: 1.25em; flex: none; fill: none; stroke: currentColor; stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; vertical-align: -.25em; }
        [dir=rtl] .back .icon { transform: scaleX(-1); }
        [hidden] { display: none !important; }
        """

    private static let layout = """
        .site-header { background: var(--surface); border-block-end: 1px solid var(--line); }
        .site-header::before { content: ""; display: block; block-size: 4px; background: linear-gradient(90deg, var(--accent), var(--accent-strong)); }
        .notice { margin: 0; padding: .5rem 1.25rem; background: var(--waiting-soft); color: var(--waiting); font-size: .925rem; text-align: center; }
        .bar { display: flex; flex-wrap: wrap; align-items: center; gap: .25rem 2rem; max-inline-size: 70rem; margin-inline: auto; padding: .65rem 1.25rem; }
        .brand { display: inline-flex; align-items: center; gap: .7rem; min-block-size: 44px; color: var(--ink); font-weight: 680; font-size: 1.1rem; letter-spacing: -.01em; text-decoration: none; }
        .brand:hover { color: var(--accent-strong); }
        .mark { display: grid; place-items: center; inline-size: 2.1rem; block-size: 2.1rem; border-radius: .65rem; background: var(--accent); color: var(--on-accent); font-weight: 750; font-size: 1.15rem; }
        .menu { order: 3; flex-basis: 100%; }
        .menu ul { display: flex; flex-wrap: wrap; gap: 0 .25rem; list-style: none; margin: 0 -.75rem; padding: 0; }
        .menu li { margin: 0; }
        .menu a { display: block; padding: .6rem .75rem; color: var(--ink); text-decoration: none; border-radius: var(--radius); }
        .menu a:hover { background: var(--accent-soft); color: var(--accent-strong); }
        .menu a[aria-current] { color: var(--accent); font-weight: 650; box-shadow: inset 0 -3px 0 var(--accent); border-radius: 0; }
        .who { display: flex; align-items: center; gap: 1rem; margin-inline-start: auto; font-size: .975rem; }
        .who > a { padding-block: .6rem; }
        .who form { margin: 0; }
        .frame { flex: 1 0 auto; inline-size: 100%; max-inline-size: 70rem; margin-inline: auto; padding: 1.5rem 1.25rem 4rem; }
        .frame > .main { max-inline-size: var(--measure); }
        .frame-wide > .main { max-inline-size: none; }
        .caption { margin-block-end: .35rem; color: var(--ink-soft); font-size: 1.05rem; }
        .columns { display: grid; grid-template-columns: minmax(0, 1fr); gap: 0 3.5rem; } .column-main > :first-child, .column-side > :first-child { margin-block-start: 0; }
        .tabs { margin-block-end: 1.75rem; border-block-end: 1px solid var(--line); }
        .tabs ul { display: flex; flex-wrap: wrap; gap: 0 .5rem; list-style: none; margin: 0; padding: 0; } .tabs li { margin: 0; }
        .tabs a { display: block; padding: .7rem .9rem; color: var(--ink); text-decoration: none; } .tabs a:hover { color: var(--accent-strong); background: var(--accent-soft); }
        .tabs [aria-current] { color: var(--accent); font-weight: 650; box-shadow: inset 0 -3px 0 var(--accent); }
        .trail { margin-block-end: 1.25rem; font-size: .975rem; }
        .trail ol { display: flex; flex-wrap: wrap; list-style: none; margin: 0; padding: 0; }
        .trail li { margin: 0; }
        .trail li + li::before { content: "/"; color: var(--ink-soft); padding-inline: .6rem; }
        .trail a { display: inline-block; padding-block: .4rem; }
        .back { display: inline-flex !important; align-items: center; gap: .3rem; text-decoration: none; }
        .back:hover { text-decoration: underline; }
        .site-footer { background: var(--sunken); border-block-start: 1px solid var(--line); color: var(--ink-soft); font-size: .95rem; }
        .footer-frame { display: grid; grid-template-columns: minmax(0, 1fr); gap: .75rem 2.5rem; max-inline-size: 70rem; margin-inline: auto; padding: 1.5rem 1.25rem 2rem; }
        .site-footer ul { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; list-style: none; margin: 0; padding: 0; }
        .site-footer li { margin: 0; }
        .site-footer a, .languages span { display: inline-block; padding-block: .55rem; color: inherit; }
        .languages [aria-current] { font-weight: 650; color: var(--ink); }
        .footer-office { display: flex; flex-wrap: wrap; align-items: baseline; gap: .1rem 1.5rem; padding-block-start: .75rem; border-block-start: 1px solid var(--line); } .footer-office strong { color: var(--ink); }
        """

    private static let forms = """
        form { margin: 0 0 1.5rem; }
        form.inline { display: inline-flex; margin: 0; }
        fieldset { border: 0; margin: 0; padding: 0; min-inline-size: 0; }
        legend { padding: 0; }
        .field { margin-block-end: 1.75rem; }
        .fields { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 16rem), 1fr)); gap: 0 2rem; align-items: start; }
        fieldset.field-faulty > legend { float: inline-start; inline-size: 100%; } fieldset.field-faulty > legend + * { clear: both; }
        .field-faulty { padding-inline-start: 1.1rem; border-inline-start: 4px solid var(--bad); }
        .label, .label label { display: block; font-weight: 640; margin-block-end: .35rem; }
        .label-large { font-size: 1.35rem; }
        .question { margin-block-end: .75rem; }
        .hint { color: var(--ink-soft); margin: 0 0 .6rem; }
        .fault { color: var(--bad); font-weight: 640; margin: 0 0 .6rem; }
        .count { margin-block: .4rem 0; }
        .input { display: block; inline-size: 100%; min-block-size: 48px; padding: .6rem .85rem; background: var(--surface); color: var(--ink); border: 1.5px solid var(--line-strong); border-radius: var(--radius); font: inherit; line-height: 1.4; }
        .input:hover { border-color: var(--ink-soft); }
        .input:focus-visible { outline-offset: 1px; border-color: var(--focus); border-radius: var(--radius); }
        .field-faulty .input { border-color: var(--bad); border-width: 2px; }
        .input-half { max-inline-size: 24rem; } .input-short { max-inline-size: 13rem; } .input-tiny { max-inline-size: 6rem; }
        textarea.input { resize: vertical; min-block-size: 8rem; }
        select.input { max-inline-size: 24rem; padding-inline-end: 2.5rem; }
        .input-file { padding: .55rem; border-style: dashed; } .input-file + .hint { margin-block-start: .4rem; }
        .input-file::file-selector-button { min-block-size: 36px; margin-inline-end: 1rem; padding: .4rem 1rem; background: var(--accent-soft); color: var(--accent-strong); border: 1px solid var(--accent); border-radius: 8px; font: inherit; font-weight: 600; cursor: pointer; }
        .affixed { display: flex; align-items: stretch; }
        .affixed-half { max-inline-size: 24rem; } .affixed-short { max-inline-size: 13rem; } .affixed-tiny { max-inline-size: 8rem; }
        .affixed .input { flex: 1; min-inline-size: 0; }
        .affix { display: grid; place-items: center; padding-inline: .9rem; background: var(--sunken); border: 1.5px solid var(--line-strong); color: var(--ink-soft); }
        .affix:first-child { border-inline-end: 0; border-start-start-radius: var(--radius); border-end-start-radius: var(--radius); }
        .affix:last-child { border-inline-start: 0; border-start-end-radius: var(--radius); border-end-end-radius: var(--radius); }
        .affix:first-child + .input { border-start-start-radius: 0; border-end-start-radius: 0; }
        .affixed .input:not(:last-child) { border-start-end-radius: 0; border-end-end-radius: 0; }
        .choices { display: grid; gap: .6rem; }
        .choices-inline { grid-template-columns: repeat(auto-fit, minmax(min(100%, 7rem), 1fr)); max-inline-size: 28rem; }
        .choice { position: relative; display: grid; grid-template-columns: auto 1fr; align-items: start; column-gap: .85rem; padding: .75rem 1rem; min-block-size: 52px; background: var(--surface); border: 1.5px solid var(--line); border-radius: var(--radius); }
        .choice:hover { border-color: var(--line-strong); }
        .choice:has(:checked) { border-color: var(--accent); background: var(--accent-soft); box-shadow: inset 0 0 0 .5px var(--accent); }
        .choice:has(:focus-visible) { outline: 3px solid var(--focus); outline-offset: 2px; }
        .choice input { grid-row: span 2; inline-size: 1.5rem; block-size: 1.5rem; margin: .1rem 0 0; accent-color: var(--accent); cursor: pointer; }
        .choice input:focus-visible { outline: none; }
        .choice label { font-weight: 500; cursor: pointer; }
        .choice label::after { content: ""; position: absolute; inset: 0; }
        .choice .hint { grid-column: 2; margin: .1rem 0 0; font-size: .975rem; }
        .date-parts { display: flex; flex-wrap: wrap; gap: 1rem; }
        .date-part { inline-size: 4.75rem; } .date-year { inline-size: 6.75rem; }
        .date-part label { display: block; margin-block-end: .3rem; }
        .pair { display: flex; flex-wrap: wrap; gap: 0 1.25rem; }
        .pair > * { flex: 1 1 12rem; }
        .button { display: inline-flex; align-items: center; justify-content: center; gap: .5rem; min-block-size: 48px; padding: .65rem 1.5rem; background: var(--accent); color: var(--on-accent); border: 1.5px solid transparent; border-radius: var(--radius); font: inherit; font-weight: 640; line-height: 1.3; text-align: center; text-decoration: none; cursor: pointer; box-shadow: 0 1px 2px rgb(22 32 42 / .16); transition: background-color .12s; }
        .button:hover { background: var(--accent-strong); color: var(--on-accent); }
        .button:active { transform: translateY(1px); }
        .button:focus-visible { border-radius: var(--radius); }
        .button-secondary { background: var(--surface); color: var(--accent); border-color: var(--accent); box-shadow: none; }
        .button-secondary:hover { background: var(--accent-soft); color: var(--accent-strong); }
        .button-danger { background: var(--bad); color: #fff; }
        .button-danger:hover { background: var(--bad); filter: brightness(.9); color: #fff; }
        .button-quiet { background: none; color: var(--accent); box-shadow: none; padding-inline: 0; border-inline-width: 0; font-weight: 500; text-decoration: underline; text-underline-offset: .18em; min-block-size: 44px; }
        .button-quiet:hover { background: none; color: var(--accent-strong); }
        .buttons { display: flex; flex-wrap: wrap; align-items: center; gap: .75rem 1.25rem; margin-block: 2rem 1rem; }
        .task-panel { margin-block-end: 2rem; padding: 1.4rem 1.5rem; background: var(--surface); border: 1px solid var(--line); border-block-start: 4px solid var(--accent); border-radius: var(--radius); box-shadow: var(--shadow); }
        .task-panel > h2 { margin-block-start: 0; } .task-panel > :last-child { margin-block-end: 0; } .task-panel > form.inline { display: block; margin-block-end: 1.25rem; }
        .task-panel .choice { background: var(--paper); } .task-panel .choice:has(:checked) { background: var(--accent-soft); }
        .group-item { margin-block-end: 1.5rem; padding: 1.2rem 1.4rem .2rem; background: var(--surface); border: 1px solid var(--line); border-radius: var(--radius); }
        .group-item > legend { float: inline-start; inline-size: 100%; margin-block-end: .9rem; font-size: 1.1rem; } .group-item > legend + * { clear: both; } .group-item > .button-quiet { margin-block: -.75rem .5rem; }
        .filters { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 13rem), 1fr)); gap: 0 1rem; align-items: end; margin-block-start: 1.1rem; }
        .filters .field { margin-block-end: 1rem; } .filters select.input { max-inline-size: none; } .filters .choice { padding-block: .6rem; min-block-size: 48px; }
        .search-line { display: flex; gap: .6rem; }
        .search-line .input { flex: 1; min-inline-size: 0; }
        """

    private static let components = """
        .error-summary { margin-block-end: 2rem; padding: 1.25rem 1.4rem; background: var(--bad-soft); border: 1.5px solid var(--bad); border-inline-start-width: 6px; border-radius: var(--radius); }
        .error-summary-title { margin: 0 0 .5rem; font-size: 1.25rem; }
        .error-summary ul { margin: 0; padding-inline-start: 1.2rem; }
        .error-summary a { color: var(--bad); font-weight: 640; }
        .banner { display: flex; gap: 1rem; margin-block-end: 1.75rem; padding: 1.1rem 1.3rem; border-radius: var(--radius); background: var(--accent-soft); color: var(--ink); }
        .banner > .icon { color: var(--accent); inline-size: 1.6rem; block-size: 1.6rem; }
        .banner-success { background: var(--good-soft); } .banner-success > .icon { color: var(--good); }
        .banner-warning { background: var(--waiting-soft); } .banner-warning > .icon { color: var(--waiting); }
        .banner-body { flex: 1; min-inline-size: 0; }
        .banner-title { font-weight: 680; margin: 0 0 .2rem; }
        .banner p:last-child { margin: 0; }
        .inset { margin-block: 1.75rem; padding: .35rem 1.25rem; border-inline-start: 4px solid var(--line-strong); }
        .inset > :last-child { margin-block-end: 0; }
        .warning { display: flex; gap: .9rem; margin-block: 1.75rem; padding: 1rem 1.2rem; border: 1.5px solid var(--waiting); border-radius: var(--radius); }
        .warning .icon { color: var(--waiting); inline-size: 1.6rem; block-size: 1.6rem; } .warning p { margin: 0; }
        .details { margin-block-end: 1.75rem; border: 1px solid var(--line); border-radius: var(--radius); background: var(--surface); }
        .details:has(+ .details) { margin-block-end: .75rem; }
        .details > summary { padding: .75rem 1.1rem; min-block-size: 44px; color: var(--accent); font-weight: 600; cursor: pointer; border-radius: var(--radius); }
        .details > summary:hover { color: var(--accent-strong); }
        .details > summary:focus-visible { border-radius: var(--radius); }
        .details-body { padding: .25rem 1.25rem 1rem; } .details-body > :last-child { margin-block-end: 0; }
        .confirmation { margin-block-end: 2.25rem; padding: clamp(1.75rem, 5vw, 3rem) 1.5rem; text-align: center; background: var(--good-soft); color: var(--ink); border-radius: var(--radius-large); }
        .confirmation > .icon { inline-size: 3.5rem; block-size: 3.5rem; padding: .8rem; border-radius: 50%; background: var(--good); stroke: var(--good-soft); stroke-width: 2.6; margin-block-end: 1.1rem; }
        .confirmation h1, .confirmation-title { margin-block-end: .75rem; } .confirmation-title { font-size: 1.6rem; font-weight: 680; }
        .confirmation p:last-child { margin: 0; }
        .confirmation-reference { font-size: 1.1rem; } .confirmation-reference .reference { display: block; font-size: 1.6rem; margin-block-start: .25rem; }
        .hero { margin-block-end: 2.5rem; padding: clamp(1.75rem, 5vw, 3.5rem) clamp(1.25rem, 5vw, 3.5rem); position: relative; overflow: hidden; background: linear-gradient(135deg, var(--hero), var(--hero-end)); color: #fff; border-radius: var(--radius-large); }
        .hero::before { content: ""; position: absolute; inset: 0; inset-inline-start: 35%; background: repeating-radial-gradient(circle at 82% 118%, transparent 0 1.9rem, rgb(255 255 255 / .13) 1.9rem calc(1.9rem + 2px)); mask-image: linear-gradient(100deg, transparent 5%, #000 75%); pointer-events: none; }
        [dir=rtl] .hero::before { transform: scaleX(-1); } .hero > * { position: relative; }
        .hero h1 { margin-block-end: .75rem; max-inline-size: 20ch; font-size: clamp(2.1rem, 1.5rem + 2.8vw, 3.25rem); }
        .hero .lead { color: inherit; max-inline-size: 36rem; margin-block-end: 1.5rem; }
        .hero :last-child { margin-block-end: 0; } .hero form { max-inline-size: 38rem; } .hero .label { color: inherit; }
        .hero a:not(.button) { color: inherit; } .hero .button { background: #fff; color: #16202a; } .hero .button:hover { background: #e8edf1; color: #16202a; }
        .hero .input { border-color: transparent; } .hero :focus-visible { outline-color: #fff; outline-offset: 3px; }
        .verdict { display: flex; flex-wrap: wrap; align-items: center; gap: 1rem 1.5rem; margin-block-end: 2rem; padding: clamp(1.4rem, 4vw, 2.25rem); border-radius: var(--radius-large); background: var(--waiting-soft); }
        .verdict > .icon { inline-size: 3.25rem; block-size: 3.25rem; padding: .7rem; border-radius: 50%; background: var(--waiting); stroke: var(--waiting-soft); stroke-width: 2.6; }
        .verdict > div { flex: 1 1 14rem; } .verdict h1 { margin-block-end: .4rem; font-size: clamp(1.5rem, 1.3rem + 1.2vw, 2rem); } .verdict p { margin: 0; }
        .verdict-genuine { background: var(--good-soft); } .verdict-genuine > .icon { background: var(--good); stroke: var(--good-soft); }
        .verdict-unknown { background: var(--bad-soft); } .verdict-unknown > .icon { background: var(--bad); stroke: var(--bad-soft); }
        .shelves { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 19rem), 1fr)); gap: 1rem; margin-block-end: 2.5rem; }
        .shelf { padding: 1.4rem 1.5rem .6rem; background: var(--surface); border: 1px solid var(--line); border-block-start: 4px solid var(--accent); border-radius: var(--radius); box-shadow: var(--shadow); }
        .shelf h3 { margin: 0 0 .6rem; color: var(--ink-soft); font-size: 1rem; font-weight: 600; letter-spacing: 0; } .shelf ul { list-style: none; margin: 0; padding: 0; }
        .shelf li { margin: 0; padding-block: .35rem .75rem; } .shelf li + li { border-block-start: 1px solid var(--line); } .shelf a { display: inline-block; padding-block: .3rem; font-weight: 650; font-size: 1.1rem; } .shelf p { margin: 0; color: var(--ink-soft); font-size: 1rem; }
        .moments { display: flex; flex-wrap: wrap; gap: .75rem; list-style: none; padding: 0; } .moments li { margin: 0; }
        .moments a { display: inline-block; padding: .65rem 1.2rem; background: var(--accent-soft); color: var(--accent-strong); border-radius: 99px; font-weight: 600; text-decoration: none; } .moments a:hover { background: var(--accent); color: var(--on-accent); }
        .letter { margin-block-end: 1.5rem; padding: 1.3rem 1.5rem; background: var(--surface); border: 1px solid var(--line); border-radius: var(--radius); } .letter h2 { margin: 0 0 .25rem; font-size: 1.2rem; } .letter > :last-child > :last-child { margin: 0; }
        .status { margin: 0 0 .25rem; color: var(--accent); font: 650 1.05rem var(--mono); letter-spacing: .08em; }
        .empty { padding: 2.5rem 1.5rem; text-align: center; border: 1.5px dashed var(--line); border-radius: var(--radius-large); color: var(--ink-soft); }
        .empty-title { color: var(--ink); font-weight: 680; font-size: 1.2rem; margin-block-end: .35rem; } .empty p:last-child { margin: 0; }
        .summary { margin-block-end: 2rem; background: var(--surface); border: 1px solid var(--line); border-radius: var(--radius); }
        .summary-row { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: .15rem 1rem; padding: .95rem 1.2rem; overflow-wrap: anywhere; }
        .summary-row + .summary-row { border-block-start: 1px solid var(--line); }
        .summary dt { grid-column: 1; color: var(--ink-soft); font-size: .95rem; } .summary dd { margin: 0; }
        .summary-value { grid-column: 1; font-weight: 540; white-space: pre-line; min-inline-size: 0; }
        .summary-action { grid-column: 2; grid-row: 1 / span 2; align-self: start; } .summary-action a { display: inline-block; margin-block: -.6rem; padding-block: .6rem; }
        .tag { display: inline-flex; align-items: center; gap: .45rem; padding: .2rem .7rem; border-radius: .95rem; background: var(--neutral-soft); color: var(--ink); font-size: .875rem; font-weight: 620; line-height: 1.4; }
        @media (min-width: 40em) { .tag { white-space: nowrap; } }
        .tag::before { content: ""; inline-size: .5rem; block-size: .5rem; border-radius: 50%; background: currentColor; flex: none; }
        .tag-active { background: var(--accent-soft); color: var(--accent-strong); } .tag-waiting { background: var(--waiting-soft); color: var(--waiting); }
        .tag-good { background: var(--good-soft); color: var(--good); } .tag-bad { background: var(--bad-soft); color: var(--bad); }
        .tasks, .cards { list-style: none; padding: 0; }
        .tasks { background: var(--surface); border: 1px solid var(--line); border-radius: var(--radius); }
        .task { position: relative; display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: .35rem 1.25rem; margin: 0; padding: 1rem 1.2rem; }
        .task + .task { border-block-start: 1px solid var(--line); }
        .task:has(a):hover { background: var(--accent-soft); }
        .task-title { flex: 1 1 14rem; font-weight: 600; } .task-title .hint { margin: .1rem 0 0; font-weight: 400; }
        .task-title a::after, .card-title a::after { content: ""; position: absolute; inset: 0; }
        .draft-delete { position: relative; z-index: 1; padding-block: .5rem; font-size: .975rem; }
        .photos { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 18rem), 1fr)); gap: 1rem; margin-block-end: 2rem; } .photos img { display: block; inline-size: 100%; block-size: auto; border-radius: var(--radius); border: 1px solid var(--line); }
        .cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 18rem), 1fr)); gap: 1rem; }
        .card { position: relative; margin: 0; padding: 1.3rem 1.4rem; background: var(--surface); border: 1px solid var(--line); border-radius: var(--radius-large); box-shadow: var(--shadow); transition: border-color .12s; }
        .card:hover { border-color: var(--accent); }
        .card:has(a:focus-visible) { outline: 3px solid var(--focus); outline-offset: 2px; } .card a:focus-visible { outline: none; }
        .card-title { margin: 0 0 .35rem; font-size: 1.15rem; } .card-title a { text-decoration: none; } .card-title a:hover { text-decoration: underline; }
        .card p { color: var(--ink-soft); margin: 0 0 .5rem; } .card > :last-child { margin-block-end: 0; }
        .timeline { list-style: none; padding: 0; }
        .timeline-event { position: relative; margin: 0; padding-inline-start: 2rem; padding-block-end: 1.5rem; }
        .timeline-event::before { content: ""; position: absolute; inset-inline-start: 0; inset-block-start: .38rem; inline-size: .9rem; block-size: .9rem; border-radius: 50%; background: var(--accent); border: 2px solid var(--accent); }
        .timeline-event::after { content: ""; position: absolute; inset-inline-start: calc(.45rem - 1px); inset-block: 1.5rem -.15rem; inline-size: 2px; background: var(--line); }
        .timeline-event:last-child { padding-block-end: 0; } .timeline-event:last-child::after { display: none; }
        .timeline-future::before { background: var(--paper); border-color: var(--line-strong); }
        .timeline-title { margin: 0; font-weight: 620; } .timeline p:last-child { margin-block-end: 0; }
        """

    private static let data = """
        .table-frame { margin-block-end: 2rem; background: var(--surface); border: 1px solid var(--line); border-radius: var(--radius); overflow-x: auto; }
        .table { inline-size: 100%; border-collapse: collapse; font-size: 1rem; }
        .table caption { padding: 1rem 1.2rem .5rem; text-align: start; font-weight: 680; font-size: 1.1rem; }
        .table th, .table td { padding: .8rem 1.2rem; text-align: start; vertical-align: top; font-weight: 400; }
        .table thead th { color: var(--ink-soft); font-size: .9rem; font-weight: 600; border-block-end: 1.5px solid var(--line); }
        @media (min-width: 75em) { td.numeric, td time { white-space: nowrap; } }
        .table tbody tr + tr > * { border-block-start: 1px solid var(--line); }
        .table tbody th { font-weight: 600; } .table tbody tr:hover { background: var(--accent-soft); }
        .row-choice { display: flex; align-items: center; gap: .8rem; } .row-choice input { flex: none; inline-size: 1.5rem; block-size: 1.5rem; margin: 0; accent-color: var(--accent); }
        .table thead a { color: inherit; } .table [aria-sort]::after { content: " \\2191"; } .table [aria-sort=descending]::after { content: " \\2193"; }
        .stack { display: flex; flex-direction: column; align-items: flex-start; gap: .2rem; } .stack .quiet, .stack .tag { font-size: .9rem; }
        .numeric { text-align: end !important; font-variant-numeric: tabular-nums; }
        .pagination { display: flex; flex-wrap: wrap; align-items: center; gap: .25rem .75rem; margin-block: 1.5rem; }
        .pagination ul { display: flex; flex-wrap: wrap; gap: .25rem; list-style: none; margin: 0; padding: 0; } .pagination li { margin: 0; }
        .pagination a, .pagination-gap { display: grid; place-items: center; min-inline-size: 44px; min-block-size: 44px; padding-inline: .6rem; border-radius: var(--radius); text-decoration: none; }
        .pagination a:hover { background: var(--accent-soft); text-decoration: underline; }
        .pagination [aria-current] { background: var(--accent); color: var(--on-accent); font-weight: 650; }
        .files { list-style: none; padding: 0; } .files li { padding-block: .3rem; } .files .details { margin-block: .4rem 0; }
        .preview { display: block; max-inline-size: 100%; max-block-size: 32rem; border-radius: var(--radius); border: 1px solid var(--line); }
        .sheet { margin-block-end: 1.75rem; padding: clamp(1.25rem, 4vw, 2.5rem); background: var(--surface); border: 1px solid var(--line); border-radius: 4px; box-shadow: var(--shadow); white-space: pre-line; }
        .sheet > :first-child { margin-block-start: 0; } .sheet > :last-child { margin-block-end: 0; } .sheet .summary { white-space: normal; }
        .side-form { margin-block-start: 1rem; } .column-side h2 { font-size: 1.2rem; margin-block: 2rem .75rem; } .column-side .summary-row { padding: .6rem 1rem; }
        .facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 8rem), 1fr)); gap: .9rem 1.5rem; margin-block: 0 2rem; padding: 1.1rem 1.4rem; background: var(--surface); border: 1px solid var(--line); border-radius: var(--radius-large); }
        .facts dt { color: var(--ink-soft); font-size: .9rem; } .facts dd { margin: 0; font-weight: 600; overflow-wrap: anywhere; } .facts p { margin: .2rem 0 0; } .facts .tag { font-size: .9rem; white-space: normal; }
        .progress { display: block; inline-size: 100%; max-inline-size: var(--measure); block-size: .75rem; margin-block-end: .75rem; accent-color: var(--accent); }
        .figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 8.5rem), 1fr)); gap: 1rem; }
        .figure { display: flex; flex-direction: column; padding: 1.2rem 1.4rem; background: var(--surface); border: 1px solid var(--line); border-radius: var(--radius-large); }
        .figure dt { font-size: .975rem; } .figure dd { margin: 0; }
        .figure-value { order: -1; font-size: 2rem; font-weight: 700; line-height: 1.2; letter-spacing: -.02em; font-variant-numeric: tabular-nums; } .figure-note { color: var(--ink-soft); font-size: .9rem; }
        .days { list-style: none; padding: 0; } .days a { display: inline-block; padding-block: .2rem; } .days [aria-current] { font-weight: 650; color: var(--ink); }
        .summary-value .details { margin: .4rem 0 0; border: 0; background: none; } .summary-value .details > summary { padding: .25rem 0; min-block-size: 32px; font-weight: 500; } .summary-value .details-body { padding: 0; }
        .reasons, .reasons ul { padding-inline-start: 1rem; list-style: none; } .reasons li { border-inline-start: 2px solid var(--line); padding-inline-start: .7rem; } .reasons > li { border: 0; padding: 0; }
        .chart { inline-size: 100%; border-collapse: collapse; margin-block-end: 2rem; }
        .chart caption { text-align: start; font-weight: 680; margin-block-end: .5rem; } .chart thead th { text-align: start; color: var(--ink-soft); font-size: .9rem; font-weight: 600; }
        .chart tbody th { font-weight: 500; text-align: start; } .chart th, .chart td { padding: .35rem .75rem .35rem 0; }
        .chart-bar { inline-size: 55%; } .chart-bar svg { display: block; inline-size: 100%; block-size: 1rem; border-radius: 4px; fill: var(--accent); } .chart-track { fill: var(--neutral-soft); }
        .drawing { margin: 0 0 2rem; padding: 1.25rem 1.4rem; background: var(--surface); border: 1px solid var(--line); border-radius: var(--radius-large); }
        .drawing svg { display: block; inline-size: 100%; max-inline-size: 40rem; margin-inline: auto; } .drawing figcaption { margin-block-start: .75rem; color: var(--ink-soft); font-size: .975rem; }
        .drawing-line { stroke: var(--line-strong); stroke-width: 1.5; fill: none; } .drawing-line.drawing-path { stroke: var(--accent); stroke-width: 4; }
        .drawing-node { fill: var(--surface); stroke: var(--line-strong); stroke-width: 1.5; } .drawing-node.drawing-path { fill: var(--accent); stroke: var(--accent); }
        .drawing-proof { fill: var(--accent-soft); stroke: var(--accent); stroke-width: 3; stroke-dasharray: 5 3; } .drawing-words { fill: var(--ink); font: 650 17px var(--font); }
        .map { block-size: 22rem; margin-block-end: 1.5rem; border: 1px solid var(--line-strong); border-radius: var(--radius); overflow: hidden; z-index: 0; } .map:focus-visible, .map :focus-visible { outline: 3px solid var(--focus) !important; }
        .map-chosen { margin-block: -.75rem 1.5rem; min-block-size: 1.6em; } .map-chosen strong { color: var(--ink); } .map-chosen:empty { display: none; } .map-locate { margin-block: -.5rem 1.25rem; } .map-locate + .map-chosen { margin-block-start: -.5rem; }
        .map-pin::before { content: ""; position: absolute; inset: 0 0 8px; background: var(--accent); border: 3px solid var(--surface); border-radius: 50% 50% 50% 0; transform: rotate(-45deg); box-shadow: 0 0 0 1.5px var(--accent-strong); } .map-pin::after { content: ""; position: absolute; inset: 9px 9px 17px; background: var(--surface); border-radius: 50%; }
        .map-legend { display: flex; flex-wrap: wrap; gap: .3rem 1.25rem; margin-block: -.75rem 1.75rem; padding: 0; list-style: none; color: var(--ink-soft); font-size: .95rem; } .map-legend li { display: flex; align-items: center; gap: .5rem; margin: 0; }
        .map-key { flex: none; inline-size: 1rem; block-size: 1rem; border: 4px solid var(--accent); border-radius: 50%; background: var(--accent); forced-color-adjust: none; } .map-key-waiting { border-color: var(--waiting); background: var(--waiting); } .map-key-bad { border-color: var(--bad); background: var(--bad); } .map-key-good { border-color: var(--good); background: var(--surface); } .map-key-neutral { border-color: var(--ink-soft); background: var(--surface); }
        .record-search .field { margin-block-end: .75rem; } .record-search .buttons { margin-block: 0 1.75rem; }
        .map .map-street { display: none; padding: 0; background: none; border: 0; box-shadow: none; color: var(--ink); font-size: .8rem; text-shadow: 0 0 3px var(--surface), 0 0 3px var(--surface); } .map.map-near .map-street { display: block; } .map .map-street::before { display: none; }
        .map.leaflet-container { background: var(--sunken); font: inherit; } .map.leaflet-container .leaflet-bar { border: 1px solid var(--line-strong); } .map.leaflet-container .leaflet-bar a { inline-size: 44px; block-size: 44px; background: var(--surface); color: var(--ink); font: 600 1.5rem/42px var(--font); border-color: var(--line); text-decoration: none; } .map.leaflet-container .leaflet-bar a:hover { background: var(--accent-soft); } .map.leaflet-container .leaflet-bar .leaflet-disabled { color: var(--ink-soft); } .map .leaflet-tooltip:not(.map-street) { padding: .3rem .6rem; background: var(--surface); border: 1px solid var(--line-strong); border-radius: 6px; color: var(--ink); font-size: .9rem; }
        """

    private static let media = """
        @media (min-width: 48rem) {
          body { font-size: 1.125rem; }
          .menu { order: 0; flex-basis: auto; }
          .frame { padding-block-start: 2.25rem; } .footer-frame { grid-template-columns: minmax(0, 1fr) auto; } .footer-office { grid-column: 1 / -1; }
          .columns { grid-template-columns: minmax(0, 1fr) minmax(16rem, 21rem); }
          .summary-row { grid-template-columns: minmax(8rem, 15rem) minmax(0, 1fr) auto; } .column-side .summary-row { grid-template-columns: minmax(0, 1fr); } .column-side .summary-value { grid-column: 1; }
          .summary dt { font-size: inherit; } .summary-value { grid-column: 2; } .summary-action { grid-column: 3; grid-row: 1; }
        }
        @media (max-width: 40rem) {
          .table thead { position: absolute; clip-path: inset(50%); block-size: 1px; inline-size: 1px; overflow: hidden; }
          .table, .table tbody, .table tr, .table tbody th, .table td { display: block; }
          .table caption { display: block; }
          .table tbody tr { padding: .75rem 1.2rem; } .table tbody tr + tr { border-block-start: 1px solid var(--line); }
          .table tbody tr > *, .table tbody tr + tr > * { padding: .15rem 0; border: 0; } .table tbody th { text-align: start !important; }
          .table td { display: flex; justify-content: space-between; gap: 1rem; text-align: end !important; } .table td .stack { align-items: flex-end; } .table td:empty { display: none; }
          .table td::before { flex: none; max-inline-size: 45%; content: attr(data-label); color: var(--ink-soft); text-align: start; }
          .filters { grid-template-columns: minmax(0, 1fr); } .filters .field { display: grid; grid-template-columns: minmax(6rem, 2fr) 3fr; align-items: center; gap: .5rem; margin-block-end: .6rem; } .filters .label { margin: 0; }
          .facts { grid-template-columns: repeat(auto-fit, minmax(min(100%, 7rem), 1fr)); gap: .8rem 1rem; padding: 1rem 1.1rem; }
          .figures { grid-template-columns: minmax(0, 1fr); gap: .5rem; } .figure { flex-flow: row wrap; align-items: baseline; gap: 0 .75rem; padding: .6rem 1.1rem; }
          .figure-value { min-inline-size: 2.5ch; font-size: 1.4rem; } .figure-note { flex-basis: 100%; }
          .buttons .button, .buttons form.inline { inline-size: 100%; }
          .drawing { padding: 1rem; } .drawing svg { overflow: visible; } .drawing-words { font-size: 24px; }
          .hero .search-line { flex-direction: column; } .hero .search-line .input { flex: none; inline-size: 100%; }
        }
        @media (prefers-color-scheme: dark) { .hero .input { border-color: var(--line-strong); } .button-danger, .button-danger:hover { color: #2a0906; } }
        @media (prefers-contrast: more) { :root { --line: var(--line-strong); --ink-soft: var(--ink); } .button { border-color: currentColor; } }
        @media (forced-colors: active) { .mark, .button, .tag, .choice { border: 1px solid; } .tag::before { background: CanvasText; } .chart-bar svg { fill: CanvasText; } }
        @media (prefers-reduced-motion: reduce) { *, *::before, *::after { transition: none !important; animation: none !important; scroll-behavior: auto !important; } }
        @media print {
          :root { --paper: #fff; --surface: #fff; --ink: #000; --ink-soft: #333; --line: #999; --accent: #000; }
          body { font-size: 11pt; } .skip, .menu, .who, .trail, .site-footer, .buttons, .button, .notice, .summary-action, .site-header::before { display: none !important; } .bar { padding-inline: 0; }
          .frame { padding: 1rem 0 0; max-inline-size: none; } .main { max-inline-size: none !important; } .details::details-content { content-visibility: visible; block-size: auto; }
          .mark, .confirmation > .icon, .verdict > .icon { background: none; border: 1.5px solid; color: var(--ink); stroke: var(--ink); } .tag { border: 1px solid var(--line); }
          .confirmation, .verdict { border: 1px solid var(--line); padding: 1.25rem 1.5rem; margin-block-end: 1.25rem; }
          .summary { margin-block-end: 1.25rem; } .summary-row { grid-template-columns: minmax(0, 14rem) minmax(0, 1fr); padding-block: .45rem; } .summary-value, .column-side .summary-value { grid-column: 2; grid-row: auto; }
          .columns { display: block; } .columns .field, .details:has(> .details-body > form), .filters, .search, .pagination { display: none; }
          .hero { padding: 0; background: none; color: var(--ink); } .hero::before { display: none; }
          h1, h2, h3 { break-after: avoid; } .summary-row, .table tr, .card, .timeline-event, .confirmation, .verdict { break-inside: avoid; } .main a[href^="http"]::after { content: " (" attr(href) ")"; }
        }
        """
}
