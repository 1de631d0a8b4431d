const KEY = "theme";

/** Dark or light: as the system has it, until somebody says otherwise here. */
export class Theme {
  private chosen = remembered();

  constructor() {
    this.apply();
  }

  get dark(): boolean {
    return this.chosen === undefined ? matchMedia("(prefers-color-scheme: dark)").matches : this.chosen === "dark";
  }

  toggle(): void {
    this.chosen = this.dark ? "light" : "dark";
    this.apply();
    try {
      localStorage.setItem(KEY, this.chosen);
    } catch {} // not remembered, then
  }

  private apply(): void {
    if (this.chosen !== undefined) document.documentElement.dataset.theme = this.chosen;
  }
}

function remembered(): "dark" | "light" | undefined {
  try {
    const value = localStorage.getItem(KEY);
    return value === "dark" || value === "light" ? value : undefined;
  } catch {
    return undefined;
  }
}
