// Before the page is painted: the colours that the reader chose, and that there is JavaScript.
(() => {
  document.documentElement.classList.add("js");
  try {
    const theme = localStorage.getItem("theme");
    if (theme) document.documentElement.dataset.theme = theme;
  } catch {
    // Without storage the colours are the system's.
  }
})();
