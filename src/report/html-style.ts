import { fontStack } from './charts/theme.ts';
import { themeColors } from './themed-svg.ts';

/** The page's style sheet: light and dark, wide and narrow, screen and paper. */
export function pageStyle(): string {
  const properties = (appearance: 'light' | 'dark'): string =>
    themeColors.map((color) => `--${color.name}:${color[appearance]}`).join(';');
  return `:root{${properties('light')}}
@media screen and (prefers-color-scheme:dark){:root{${properties('dark')}}}
${layoutRules}
${tableRules}
${printRules}`;
}

/** A wider chart is not made narrower than this, for its texts would be too small: a narrow screen scrolls it. */
export const readablePx = 660;

const layoutRules = `*{box-sizing:border-box}
html{color-scheme:light dark;-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;overflow-wrap:break-word;background:var(--paper);color:var(--ink);font:14px/1.5 ${fontStack}}
.skip{position:absolute;left:-100vw}
.skip:focus{left:8px;top:8px;padding:6px 10px;background:var(--paper);color:var(--ink);outline:2px solid var(--series-1)}
header,main{max-width:1120px;margin:0 auto;padding:0 20px}
header{padding-top:28px}
main{padding-bottom:48px}
h1{margin:0 0 4px;font-size:24px;line-height:1.25}
h2{margin:40px 0 10px;padding-bottom:4px;border-bottom:1px solid var(--rule);font-size:18px;line-height:1.3}
h3{margin:24px 0 8px;font-size:14px}
p{margin:0 0 10px;max-width:85ch}
a{color:var(--series-1)}
code,pre{font-family:"Liberation Mono",Consolas,Menlo,monospace;font-size:.9em}
code{overflow-wrap:anywhere}
pre{margin:0 0 12px;padding:10px 12px;white-space:pre-wrap;overflow-wrap:anywhere;background:var(--band);border:1px solid var(--grid)}
.meta,.note{color:var(--muted)}
.headlines{margin:14px 0 0;padding:0;list-style:none}
.headlines li{padding:2px 0;font-size:15px;font-variant-numeric:tabular-nums}
.standing{margin:14px 0 0;padding:0;list-style:none;color:var(--muted)}
.standing b{color:var(--ink)}
.findings{margin:0;padding:0;list-style:none}
.findings li{margin:0 0 8px;padding:1px 0 1px 12px;border-left:3px solid var(--rule);overflow-wrap:anywhere}
.findings .is-error{border-color:var(--failure)}
.findings .is-warning{border-color:var(--series-2)}
.severity{font-weight:bold}
.is-error .severity{color:var(--failure)}
.is-warning .severity{color:var(--series-2)}
figure{margin:24px 0}
figcaption{max-width:95ch;margin-top:4px;color:var(--muted)}
.scroll{overflow-x:auto;container-type:inline-size}
.scroll:focus-visible,summary:focus-visible,a:focus-visible{outline:2px solid var(--series-1);outline-offset:2px}
svg{display:block;max-width:100%;min-width:${readablePx}px;height:auto;margin-left:-6px}
.small svg{min-width:0}
svg text{white-space:pre}
details{margin:12px 0}
.explorer select{font:inherit;color:var(--ink);background:var(--paper);border:1px solid var(--rule)}
.explorer .picture{min-height:520px}
.explorer .vega-embed{display:flex;flex-direction:column}
.explorer .vega-bindings{order:-1;margin:0 0 10px}
summary{cursor:pointer;font-weight:bold}
dl{display:grid;grid-template-columns:minmax(130px,max-content) minmax(0,1fr);gap:3px 20px;margin:0 0 14px}
dt{font-weight:bold;overflow-wrap:anywhere}
dd{grid-column:2;margin:0;max-width:95ch;overflow-wrap:anywhere}
.columns{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(440px,100%),1fr));gap:0 40px}`;

const tableRules = `table{margin:6px 0 14px;border-collapse:collapse;font-size:13px;font-variant-numeric:tabular-nums}
caption{padding:4px 0;overflow-wrap:anywhere;text-align:left;color:var(--muted)}
caption span{display:inline-block;position:sticky;left:0;max-width:calc(100vw - 24px);max-width:100cqi}
caption b{color:var(--ink)}
th,td{padding:3px 9px;border-bottom:1px solid var(--grid);text-align:left;vertical-align:top}
thead th{border-bottom:1px solid var(--rule);vertical-align:bottom;white-space:nowrap}
tbody th{font-weight:normal;background:var(--paper)}
.name{display:block;width:max-content;max-width:60vw;max-width:min(340px,60cqi);overflow-wrap:anywhere}
.scroll tbody th{position:sticky;left:0}
th:first-child,td:first-child{padding-left:0}
.number{text-align:right;white-space:nowrap}
.too-few{color:var(--muted)}
.key{font-weight:bold}
.failed{color:var(--failure);font-weight:bold}
.wide{min-width:240px}
.scroll table{min-width:min(480px,100%)}
td pre{margin:4px 0;padding:4px 8px}
.facts{width:100%}
.facts th{width:190px}
.facts td{overflow-wrap:anywhere}
@media (max-width:600px){header,main{padding-left:12px;padding-right:12px}
.facts th{width:40%}
.facts .name{width:auto}
dl{grid-template-columns:minmax(0,1fr)}
dd{grid-column:1;margin-bottom:6px}}`;

const printRules = `@media print{@page{margin:14mm}
html{color-scheme:light}
body{font-size:10pt}
header,main{max-width:none;padding:0}
.skip,.explorer{display:none}
.scroll{overflow:visible;container-type:normal}
caption span{position:static;max-width:none}
h2,h3,summary,caption{break-after:avoid}
figure,tr,.findings li{break-inside:avoid}
thead{display:table-header-group}
tbody tr:first-child{break-before:avoid}
table{font-size:7pt}
th,td{padding:2px 3px}
thead th,thead .number,.range,.too-few{white-space:normal}
.name{max-width:38mm}
.place{overflow-wrap:anywhere}
.wide{min-width:120px}
.scroll tbody th{position:static}
svg{min-width:0;max-height:calc(100vh - 30mm);margin-left:0}
details::details-content{display:block;block-size:auto;content-visibility:visible}}`;
