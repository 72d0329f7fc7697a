/** The report's style: system fonts, one column, prints well. */
export const reportStyle = `
body{margin:0;background:#f6f7f9;color:#1b2430;font:15px/1.5 system-ui,sans-serif}
main{max-width:820px;margin:0 auto;padding:24px 20px 60px}
h1{font-size:26px;overflow-wrap:anywhere;line-height:1.2;margin:8px 0 16px}h2{font-size:18px;margin:0 0 4px}
section{background:#fff;border:1px solid #d9dee5;border-radius:6px;padding:16px 18px;margin:16px 0}
section>p{margin:0 0 10px;color:#4a5563}svg{max-width:100%;height:auto;font-family:inherit}
dl{display:flex;flex-wrap:wrap;gap:8px 28px;margin:0 0 8px}dt{font-size:12px;color:#4a5563}dd{margin:0;font-weight:600}
table{border-collapse:collapse;width:100%;font-size:13px;margin:6px 0 10px}th,td{text-align:left;padding:4px 8px;border-bottom:1px solid #e6e9ee;vertical-align:top}
td{font-variant-numeric:tabular-nums}.side{display:flex;flex-wrap:wrap;gap:12px}
details{margin:6px 0}summary{cursor:pointer;font-weight:600}.warning{background:#fff6e0;border-left:4px solid #c98a00;padding:8px 12px;margin:8px 0}
@media print{body{background:#fff}section{break-inside:avoid}}`;
