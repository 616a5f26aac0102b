// The button for dark and light; theme.js keeps to what was chosen.
const dark_system = matchMedia("(prefers-color-scheme: dark)");

function is_dark() {
  return (document.documentElement.dataset.theme ?? (dark_system.matches ? "dark" : "light")) === "dark";
}

export function start_theme() {
  const button = document.querySelector("#theme");
  const show = () => { button.textContent = is_dark() ? "Light" : "Dark"; };
  button.addEventListener("click", () => {
    const chosen = is_dark() ? "light" : "dark";
    document.documentElement.dataset.theme = chosen;
    try {
      localStorage.setItem("theme", chosen);
    } catch {
      // It holds for this page then.
    }
    show();
  });
  dark_system.addEventListener("change", show);
  button.hidden = false;
  show();
}
