import { App } from "./view/app.ts";

new App(document.querySelector<HTMLElement>("#playground")!).start();
