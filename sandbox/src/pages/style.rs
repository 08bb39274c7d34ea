//! The style sheet of every page. It is inline, so that a page loads nothing else.

pub(crate) const STYLE: &str = "
:root{--ink:#172033;--soft:#566178;--line:#d5dbe7;--edge:#78849c;--paper:#fff;--side:#f7f9fd;--ground:#eef1f7;--brand:#1f4fd8;--onbrand:#fff;--focus:#1f4fd8;--bad:#a3162a;--badbg:#fdeef0;--badline:#e9b4bc;--good:#11653a;--goodbg:#dcf3e4;--warnbg:#fff6dc;--warn:#6b4e00;--pill:#e7ebf4;--wallet:#000;--onwallet:#fff}
@media(prefers-color-scheme:dark){:root{--ink:#e8ecf5;--soft:#a6b1c8;--line:#34405a;--edge:#7f8cab;--paper:#151c2c;--side:#1a2336;--ground:#0c111d;--brand:#8eaeff;--onbrand:#0c1430;--focus:#ffd166;--bad:#ff9aa8;--badbg:#3a1a22;--badline:#7c3442;--good:#8fe0b0;--goodbg:#143524;--warnbg:#3a3012;--warn:#f3d489;--pill:#2a3550;--wallet:#fff;--onwallet:#000}}
*{box-sizing:border-box}
html{color-scheme:light dark;-webkit-text-size-adjust:100%}
body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.5 system-ui,-apple-system,\"Segoe UI\",Roboto,\"Helvetica Neue\",\"Noto Sans Arabic\",\"Geeza Pro\",Arial,sans-serif}
a{color:var(--brand)}
.bar{display:flex;align-items:center;justify-content:space-between;gap:1rem;max-width:60rem;margin:0 auto;padding:1rem 1.25rem;font-weight:600}
.bar .name{display:flex;align-items:center;gap:.5rem;color:inherit;text-decoration:none}
.bar svg{width:1.15rem;height:1.15rem;fill:var(--brand)}
.tag{border-radius:99px;background:var(--warnbg);color:var(--warn);padding:.15rem .7rem;font-size:.8125rem;font-weight:600;white-space:nowrap}
main{display:grid;grid-template-columns:minmax(0,5fr) minmax(0,6fr);max-width:60rem;margin:.5rem auto 2rem;background:var(--paper);border-radius:1rem;box-shadow:0 1px 2px #1720331a,0 12px 32px #17203314;overflow:hidden}
main.narrow,main.sheet{display:block;max-width:30rem}
main.sheet{padding:2rem 1.75rem}
.order{background:var(--side);border-inline-end:1px solid var(--line);padding:2rem 1.75rem}
.pay{padding:2rem 1.75rem}
.shop{margin:0 0 1rem;font-weight:600;overflow-wrap:anywhere}
h1{margin:0 0 .25rem;font-size:1.375rem;line-height:1.25;overflow-wrap:anywhere}
h1 .label{display:block;color:var(--soft);font-size:.875rem;font-weight:400}
h2{margin:0 0 1rem;font-size:1.125rem}
p{margin:.5rem 0}
.sum{display:block;margin:.25rem 0 1.5rem;font-size:2rem;font-weight:700;letter-spacing:-.01em;line-height:1.2}
dl{margin:0;display:grid;gap:.75rem}
dt{color:var(--soft);font-size:.875rem}
dd{margin:0;overflow-wrap:anywhere}
.soft{color:var(--soft);font-size:.875rem}
form{margin:0}
label{display:block;margin:0 0 .25rem;font-size:.9375rem;font-weight:600}
.field{margin-bottom:1rem}
.pair{display:grid;grid-template-columns:1fr 1fr;gap:1rem}
input[type=text]{width:100%;min-height:3rem;border:1px solid var(--edge);border-radius:.5rem;padding:.5rem .75rem;background:var(--paper);color:inherit;font:inherit;font-variant-numeric:tabular-nums}
::placeholder{color:var(--soft);opacity:1}
input[aria-invalid=true]{border:2px solid var(--bad)}
.mistake{margin:.25rem 0 0;color:var(--bad);font-size:.875rem}
.check{display:flex;gap:.5rem;align-items:center;margin:0 0 1rem;font-weight:400}
.check input{width:1.15rem;height:1.15rem;accent-color:var(--brand)}
.button{display:block;width:100%;min-height:3rem;border:1px solid transparent;border-radius:.5rem;padding:.65rem 1rem;background:var(--brand);color:var(--onbrand);font:inherit;font-weight:600;text-align:center;text-decoration:none;cursor:pointer}
.button:hover{filter:brightness(1.08)}
.button.plain,.button.fail{background:var(--paper);border-color:var(--edge);color:var(--ink)}
.button.plain:hover,.button.fail:hover{background:var(--side);filter:none}
.button.fail{border-color:var(--bad);color:var(--bad)}
.button.good{background:var(--good);color:var(--paper)}
.stack{display:grid;gap:.75rem}
.wallets{display:grid;gap:.5rem}
.wallet{width:100%;min-height:3rem;border:0;border-radius:.5rem;padding:.5rem 1rem;background:var(--wallet);color:var(--onwallet);font:inherit;font-size:1.125rem;font-weight:500;cursor:pointer}
.mark{display:inline-flex;align-items:center;justify-content:center;gap:.3rem;white-space:nowrap}
.mark svg{width:1.2em;height:1.2em}
.samsung{text-transform:uppercase;font-weight:800;letter-spacing:.06em;font-size:.85em}
.sheet h1{margin-bottom:1.5rem;font-size:1.75rem;font-weight:500}
.sheet dl div{display:flex;justify-content:space-between;gap:1rem;border-bottom:1px solid var(--line);padding-bottom:.75rem}
.sheet dd{text-align:end}
.total{font-size:1.25rem;font-weight:700}
.sheet .stack{margin:1.5rem 0}
.or{display:flex;align-items:center;gap:.75rem;margin:1.25rem 0;color:var(--soft);font-size:.875rem}
.or::before,.or::after{content:\"\";flex:1;border-top:1px solid var(--line)}
.alert{margin:0 0 1.25rem;border:1px solid var(--badline);border-radius:.5rem;background:var(--badbg);padding:.9rem 1rem;color:var(--bad)}
.alert a:not(.button){color:inherit}
.alert p,.alert ul{margin:0 0 .75rem}
.alert ul{padding-inline-start:1.25rem}
.alert :last-child{margin-bottom:0}
.back{margin-top:1rem}
.cards{max-width:60rem;margin:0 auto 2rem;padding:0 1.25rem;color:var(--soft);font-size:.875rem}
.cards h2{margin:0;color:var(--ink);font-size:1rem}
.cardlist,.faultlist{list-style:none;margin:0;padding:0}
.cardlist li{display:flex;flex-wrap:wrap;align-items:center;gap:.25rem 1rem;border-bottom:1px solid var(--line);padding:.4rem 0}
.cardlist .pan{color:var(--ink);font-variant-numeric:tabular-nums;white-space:nowrap}
.cardlist .what{flex:1 1 14rem}
.cardlist .button{width:auto;min-height:2.5rem;padding:.3rem .9rem}
.faultlist li{display:flex;flex-wrap:wrap;align-items:center;gap:.25rem 1rem;padding:.25rem 0}
.faultlist .button{width:15rem;min-height:2.5rem;padding:.3rem .9rem;text-align:start}
details{font-size:.875rem}
summary{cursor:pointer;padding:.5rem 0;color:var(--ink)}
.scroll{overflow-x:auto}
table{border-collapse:collapse;font-variant-numeric:tabular-nums}
th,td{border-bottom:1px solid var(--line);padding-block:.45rem;padding-inline:0 .9rem;text-align:start}
thead th{color:var(--soft);font-size:.875rem;font-weight:400}
tbody th{font-weight:600;overflow-wrap:anywhere}
.orders{width:100%}
.sum-cell{white-space:nowrap}
:focus-visible{outline:3px solid var(--focus);outline-offset:2px}
main.wide{display:block;max-width:76rem}
.bar.wide{max-width:76rem}
main.wide section+section{border-top:1px solid var(--line)}
main.wide details{border-bottom:1px solid var(--line)}
main.wide summary{overflow-wrap:anywhere}
main.wide time{color:var(--soft);font-variant-numeric:tabular-nums}
.timeline{list-style:none;margin:0;padding:0}
.note{margin:0;border-bottom:1px solid var(--line);padding:.5rem 0;font-size:.875rem;overflow-wrap:anywhere}
.facts{grid-template-columns:repeat(auto-fit,minmax(16rem,1fr));margin:1rem 0}
.row{display:flex;flex-wrap:wrap;gap:.5rem;align-items:end;margin:.75rem 0}
.row .button{width:auto}
.row label{margin:0}
.row input[type=text]{display:block;font-weight:400;width:auto;max-width:100%}
code,pre{font:.8125rem/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;overflow-wrap:anywhere}
pre{white-space:pre-wrap;background:var(--side);border:1px solid var(--line);border-radius:.5rem;padding:.75rem;margin:.25rem 0 .75rem;color:var(--ink)}
.state{display:inline-block;border-radius:99px;background:var(--pill);padding:0 .6rem;font-size:.8125rem;font-weight:600}
.state.good{background:var(--goodbg);color:var(--good)}
.state.wait{background:var(--warnbg);color:var(--warn)}
.state.bad{background:var(--badbg);color:var(--bad)}
@media(max-width:44rem){
main,main.narrow,main.wide,main.sheet{display:block;margin:0;border-radius:0;box-shadow:none}
.order{border-inline-end:0;border-bottom:1px solid var(--line);padding:1.25rem}
.pay,main.sheet{padding:1.25rem}
.sum{margin-bottom:.75rem;font-size:1.75rem}
dl{gap:.4rem}
.bar{padding:.75rem 1.25rem}
.cards{margin-top:1.5rem}
.faultlist .button{width:auto}
.orders thead{display:none}
.orders,.orders tbody{display:block}
.orders tr{display:grid;grid-template-columns:1fr auto;gap:0 1rem;border-bottom:1px solid var(--line);padding:.5rem 0}
.orders th,.orders td{border:0;padding:.1rem 0}
}
@media print{
:root{--ink:#000;--soft:#333;--line:#999;--paper:#fff;--side:#fff;--ground:#fff}
body{background:#fff;color:#000}
main{box-shadow:none;max-width:none;margin:0}
form,.cards,.tag,.button,.or{display:none}
}
";
