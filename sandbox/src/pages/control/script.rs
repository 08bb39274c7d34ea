//! The script of the control pages. The policy of the page allows exactly this text.

/// Fetches the page again every two seconds while it is visible, and replaces the parts that have changed. A part in which the
/// user is typing is left alone, and what is open or has the focus keeps it.
pub(super) const LIVE: &str = r#"
setInterval(async () => {
  if (document.hidden) return;
  const reply = await fetch(location.href).catch(() => null);
  if (!reply?.ok) return;
  const fresh = new DOMParser().parseFromString(await reply.text(), "text/html");
  for (const part of document.querySelectorAll("[data-live]")) {
    const next = fresh.getElementById(part.id);
    const focused = part.contains(document.activeElement) ? document.activeElement : null;
    if (!next || focused?.matches("input")) continue;
    const opener = focused?.closest("details[id]")?.id;
    for (const open of part.querySelectorAll("details[id]")) {
      const same = fresh.getElementById(open.id);
      if (same) same.open = open.open;
    }
    if (next.innerHTML === part.innerHTML) continue;
    part.innerHTML = next.innerHTML;
    if (opener) document.getElementById(opener)?.firstElementChild.focus();
  }
}, 2000);
"#;
