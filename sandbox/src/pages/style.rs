//! The style sheet of every page. It is inline, so that a page loads nothing else.

pub(crate) const STYLE: &str = "
:root{--ink:#172033;--soft:#566178;--line:#d5dbe7;--paper:#fff;--ground:#eef1f7;--brand:#1f4fd8;--bad:#a3162a;--badbg:#fdeef0;--good:#11653a;--warnbg:#fff6dc;--warn:#6b4e00}
*{box-sizing:border-box}
html{color-scheme:light;-webkit-text-size-adjust:100%}
body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.5 system-ui,-apple-system,\"Segoe UI\",Roboto,\"Helvetica Neue\",Arial,sans-serif}
.bar{display:flex;align-items:center;justify-content:space-between;gap:1rem;max-width:60rem;margin:0 auto;padding:1rem 1.25rem;font-weight:600}
.bar .name{display:flex;align-items:center;gap:.5rem}
.bar svg{width:1.15rem;height:1.15rem;fill:var(--brand)}
.tag{border-radius:99px;background:var(--warnbg);color:var(--warn);padding:.15rem .7rem;font-size:.8125rem;font-weight:600;white-space:nowrap}
main{display:grid;grid-template-columns:minmax(0,5fr) minmax(0,6fr);max-width:60rem;margin:.5rem auto 2rem;background:var(--paper);border-radius:1rem;box-shadow:0 1px 2px #1720331a,0 12px 32px #17203314;overflow:hidden}
main.narrow{display:block;max-width:30rem}
.order{background:#f7f9fd;border-right:1px solid var(--line);padding:2rem 1.75rem}
.pay{padding:2rem 1.75rem}
h1{margin:0 0 .25rem;font-size:1.375rem;line-height:1.25}
h2{margin:0 0 1rem;font-size:1.125rem}
p{margin:.5rem 0}
.sum{margin:.25rem 0 1.5rem;font-size:2rem;font-weight:700;letter-spacing:-.01em;line-height:1.2}
dl{margin:0;display:grid;gap:.75rem}
dt{color:var(--soft);font-size:.875rem}
dd{margin:0;overflow-wrap:anywhere}
.soft{color:var(--soft);font-size:.875rem}
form{margin:0}
label{display:block;margin:0 0 .25rem;font-size:.9375rem;font-weight:600}
.field{margin-bottom:1rem}
.pair{display:grid;grid-template-columns:1fr 1fr;gap:1rem}
input[type=text]{width:100%;min-height:3rem;border:1px solid #8792a8;border-radius:.5rem;padding:.5rem .75rem;background:#fff;color:inherit;font:inherit;font-variant-numeric:tabular-nums}
input[aria-invalid=true]{border:2px solid var(--bad)}
.mistake{margin:.25rem 0 0;color:var(--bad);font-size:.875rem}
.check{display:flex;gap:.5rem;align-items:center;margin:0 0 1rem;font-weight:400}
.check input{width:1.15rem;height:1.15rem;accent-color:var(--brand)}
.button{display:block;width:100%;min-height:3rem;border:1px solid transparent;border-radius:.5rem;padding:.65rem 1rem;background:var(--brand);color:#fff;font:inherit;font-weight:600;text-align:center;text-decoration:none;cursor:pointer}
.button:hover{filter:brightness(1.08)}
.button.plain{background:#fff;border-color:#8792a8;color:var(--ink)}
.button.plain:hover{background:#f2f5fb;filter:none}
.button.dark{background:#111;color:#fff}
.button.fail{background:#fff;border-color:var(--bad);color:var(--bad)}
.button.good{background:var(--good)}
.stack{display:grid;gap:.75rem}
.wallets{display:grid;grid-template-columns:repeat(3,minmax(0,1fr));gap:.5rem}
.wallets .button{padding:.5rem .25rem;font-size:.9375rem}
.or{display:flex;align-items:center;gap:.75rem;margin:1.25rem 0;color:var(--soft);font-size:.875rem}
.or::before,.or::after{content:\"\";flex:1;border-top:1px solid var(--line)}
.alert{margin:0 0 1.25rem;border:1px solid #e9b4bc;border-radius:.5rem;background:var(--badbg);padding:.9rem 1rem;color:var(--bad)}
.alert p{margin:0 0 .75rem}
.alert p:last-child{margin:0}
.back{margin-top:1.5rem}
details{max-width:60rem;margin:0 auto 2rem;padding:0 1.25rem;color:var(--soft);font-size:.875rem}
summary{cursor:pointer;padding:.5rem 0;color:var(--ink)}
.scroll{overflow-x:auto}
table{border-collapse:collapse;font-variant-numeric:tabular-nums}
th,td{border-bottom:1px solid var(--line);padding:.35rem .9rem .35rem 0;text-align:left;white-space:nowrap}
:focus-visible{outline:3px solid #7aa2ff;outline-offset:2px}
main.wide{display:block;max-width:76rem}
.bar.wide{max-width:76rem}
main.wide section+section{border-top:1px solid var(--line)}
main.wide details{max-width:none;margin:0;padding:0;border-bottom:1px solid var(--line)}
main.wide summary{overflow-wrap:anywhere}
main.wide time{color:var(--soft);font-variant-numeric:tabular-nums}
.facts{grid-template-columns:repeat(auto-fit,minmax(16rem,1fr));margin-bottom:1rem}
.row{display:flex;flex-wrap:wrap;gap:.5rem;align-items:end;margin:.75rem 0}
.row .button{width:auto}
.row label{margin:0}
.row input,.row select{display:block;width:auto;min-height:3rem;border:1px solid #8792a8;border-radius:.5rem;padding:.5rem .75rem;background:#fff;color:inherit;font:inherit}
code,pre{font:.8125rem/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;overflow-wrap:anywhere}
pre{white-space:pre-wrap;background:#f7f9fd;border:1px solid var(--line);border-radius:.5rem;padding:.75rem;margin:.25rem 0 .75rem;color:var(--ink)}
.state{display:inline-block;border-radius:99px;background:#e7ebf4;padding:0 .6rem;font-size:.8125rem;font-weight:600}
.state.s2{background:#dcf3e4;color:var(--good)}
.state.s1,.state.s5{background:var(--warnbg);color:var(--warn)}
.state.s6{background:var(--badbg);color:var(--bad)}
@media(max-width:44rem){
main,main.narrow,main.wide{display:block;margin:0;border-radius:0;box-shadow:none}
.order{border-right:0;border-bottom:1px solid var(--line);padding:1.25rem}
.pay{padding:1.25rem}
.sum{margin-bottom:.75rem;font-size:1.75rem}
dl{gap:.4rem}
.bar{padding:.75rem 1.25rem}
.wallets .button{font-size:.8125rem}
}
@media(max-width:21rem){.wallets{grid-template-columns:1fr}}
";
