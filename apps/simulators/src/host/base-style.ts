/** What both hosts need to be laid out and usable; each has colours and type of its own. */
export const BASE_STYLE = `
.wide{overflow-x:auto}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:flex;flex-direction:column}
.skip{position:absolute;left:-999px}.skip:focus{left:8px;top:8px;background:#fff;padding:8px;z-index:9}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.top{display:flex;flex-wrap:wrap;gap:6px 18px;align-items:center;padding:8px 14px}
.top form{display:flex;gap:6px;align-items:center}.top .search{flex:1}.top .search input{flex:0 1 26em;min-width:8em}
.product{font-weight:bold;text-decoration:none}
.num{font-variant-numeric:tabular-nums;white-space:nowrap}
.person{display:flex;flex-wrap:wrap;gap:2px 18px;align-items:baseline;padding:7px 14px}.person h1{font-size:1.15em;margin:0}
.columns{display:flex;flex:1;min-height:0}.columns nav{flex:0 0 170px}.columns nav ul{list-style:none;margin:0;padding:10px 0}
.columns nav a{display:block;padding:7px 14px;text-decoration:none}
.columns main{flex:1;min-width:0;display:flex;flex-direction:column;padding:0}.columns main>:not(iframe){margin:10px 14px}
main{padding:14px}main h1{font-size:1.3em;margin:0 0 8px}main h2{font-size:1.08em}
table{border-collapse:collapse;background:#fff}th,td{text-align:left;padding:5px 12px 5px 8px;border-bottom:1px solid #d5dae0;vertical-align:top}
.viewer{flex:1;border:0;width:100%;min-height:640px;background:#fff}
.why{display:flex;flex-wrap:wrap;gap:6px 8px;align-items:center;font-size:.92em}.why input{flex:0 1 16em}
.list{padding-left:18px}dl{display:grid;grid-template-columns:max-content 1fr;gap:3px 14px}dt{font-weight:bold}dd{margin:0}
.refused{border:2px solid #b5122a;background:#fff;padding:0 14px}
button,input,select{font:inherit;padding:3px 8px;min-height:28px}
:focus-visible{outline:3px solid #ffb000;outline-offset:1px}
@media (max-width:640px){.columns{flex-direction:column}.columns nav{flex:none}.columns nav ul{display:flex;flex-wrap:wrap;padding:0}}
`;
