namespace StormDetect.Core.Reports;

/// <summary>
/// The look of a report: light and dark, on paper too, without anything from elsewhere. Colours of the pictures are those that people with any kind of colour blindness tell apart (Okabe
/// and Ito); none of them carries a meaning alone.
/// </summary>
internal static class ReportStyle
{
    public const string Css = """
        :root{color-scheme:light dark;--bg:#fff;--fg:#1b1f24;--mute:#57606a;--line:#d0d7de;--card:#f6f8fa;--usual:#0072b2;--flag:#b34700;--blind:#6e5494;--ok:#00694f;--warn:#8a5300}
        @media (prefers-color-scheme:dark){:root{--bg:#0d1117;--fg:#e6edf3;--mute:#9da7b3;--line:#3d444d;--card:#161b22;--usual:#56b4e9;--flag:#ff9248;--blind:#b9a3e3;--ok:#3fcfa4;--warn:#f0b952}}
        *{box-sizing:border-box}body{margin:0;overflow-wrap:anywhere;background:var(--bg);color:var(--fg);font:16px/1.5 system-ui,"Segoe UI",Helvetica,Arial,sans-serif}
        .skip{position:absolute;left:-999px}.skip:focus{left:8px;top:8px;background:var(--bg);padding:8px;border:2px solid var(--usual)}
        header,main,footer{max-width:1080px;margin:0 auto;padding:0 20px}header{padding-top:24px}h1{font-size:1.7rem;margin:0}h2{font-size:1.25rem;margin:2.2rem 0 .6rem;border-bottom:1px solid var(--line);padding-bottom:.2rem}h3{font-size:1.05rem;margin:1.2rem 0 .3rem}
        p{margin:.4rem 0}.mute{color:var(--mute)}nav ul{display:flex;flex-wrap:wrap;gap:.2rem 1rem;list-style:none;padding:0;margin:.6rem 0}a{color:var(--usual)}
        .verdict{border:1px solid var(--line);border-left:10px solid var(--usual);background:var(--card);border-radius:6px;padding:14px 18px;margin:16px 0}.verdict h2{margin-top:0}.verdict .word{font-size:1.35rem;font-weight:600}.verdict article{background:var(--bg)}.verdict dt{font-weight:600;color:var(--fg)}
        .suspicious{border-left-color:var(--flag)}.open{border-left-color:var(--blind)}.none{border-left-color:var(--ok)}
        .sev{display:inline-block;min-width:5.6em;text-align:center;border:1.5px solid currentColor;border-radius:4px;padding:0 .4em;font-weight:600;font-size:.85rem}.sev.Critical,.sev.High{color:var(--flag)}.sev.Medium{color:var(--warn)}.sev.Low,.sev.Informational{color:var(--mute)}
        table{border-collapse:collapse;width:100%;font-size:.9rem;margin:.4rem 0}th,td{text-align:left;vertical-align:top;padding:.3rem .5rem;border-bottom:1px solid var(--line);overflow-wrap:anywhere;min-width:8em}th{font-weight:600}.w{min-width:15em}.a{min-width:14em}td.n,th.n{min-width:0}.d{white-space:nowrap}td.n,th.n{text-align:right;white-space:nowrap}caption{text-align:left;color:var(--mute);padding:.2rem 0}
        .scroll{overflow-x:auto}figure{margin:.6rem 0;overflow-x:auto}figcaption{color:var(--mute);font-size:.9rem}svg{width:100%;height:auto;max-width:1040px;font:12px system-ui,"Segoe UI",Helvetica,Arial,sans-serif}
        svg text{fill:var(--fg)}svg .t{fill:var(--mute)}svg{min-width:620px}.axis{stroke:var(--line);stroke-width:1}.usual{fill:var(--usual)}.flag{fill:var(--flag)}.flagline{stroke:var(--flag);stroke-width:2;fill:none}.band{fill:var(--usual);opacity:.18}.blind{fill:var(--blind)}.seen{fill:var(--usual);opacity:.35}.quiet{fill:var(--line);opacity:.5}.sync{fill:none;stroke:var(--usual);stroke-width:1.6}.syncflag{fill:none;stroke:var(--flag);stroke-width:1.8}.dot{stroke:var(--flag);stroke-width:5;stroke-linecap:round}.mark{fill:var(--flag)}.ink{fill:var(--bg)}
        details{margin:.4rem 0}summary{cursor:pointer;color:var(--usual)}code,pre{font:.85rem ui-monospace,Consolas,Menlo,monospace;background:var(--card);border:1px solid var(--line);border-radius:4px}code{padding:.05rem .3rem;overflow-wrap:anywhere}time{white-space:nowrap}h4{margin:.8rem 0 .2rem}h4+ul,h4+ol{margin-top:.2rem}li>code{display:block;padding:.3rem .5rem;margin:.2rem 0;white-space:pre-wrap}.new{color:var(--flag);font-weight:600}.tamper{stroke:var(--fg);stroke-width:1.5;stroke-dasharray:3 2}.seen,.blind{stroke:none}pre{padding:.5rem;white-space:pre-wrap;overflow-wrap:anywhere}
        article{border:1px solid var(--line);border-radius:6px;padding:4px 16px 12px;margin:14px 0}ol.story{padding-left:1.3rem}ol.story>li{margin:.5rem 0}dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1rem;margin:.4rem 0}dt{color:var(--mute)}dd{margin:0;overflow-wrap:anywhere}@media (max-width:560px){header,main,footer{padding:0 12px}dl{grid-template-columns:1fr;gap:0}dd{margin-bottom:.4rem}article{padding:4px 10px 8px}.verdict{padding:10px}}
        .steps li{margin:.35rem 0}button{font:inherit;padding:.2rem .7rem;border:1px solid var(--line);border-radius:4px;background:var(--card);color:var(--fg);cursor:pointer}button[hidden]{display:none}
        @media print{svg{min-width:0}.scroll,figure{overflow:visible}:root{color-scheme:light;--bg:#fff;--fg:#000;--mute:#333;--line:#999;--card:#fff;--usual:#0072b2;--flag:#b34700;--blind:#6e5494;--ok:#00694f;--warn:#8a5300}nav,button,.skip{display:none}figure,tr,li,h2,h3,h4{break-inside:avoid}h2,h3,h4,summary,caption{break-after:avoid}table{font-size:8.5pt}th,td{min-width:6.5em}.w{min-width:9em}.a{min-width:11em}details::details-content{content-visibility:visible;height:auto}summary{list-style:none}body{font-size:11pt}}
        """;
}
