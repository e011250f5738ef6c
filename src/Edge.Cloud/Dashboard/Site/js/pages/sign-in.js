import * as api from "../api.js";
import { begin } from "../app.js";
import { h, icon } from "../dom.js";

/** Signing in; afterwards the page that was wanted. */
export async function open(page) {
  page.title("Sign in");
  const fault = h("div", { "aria-live": "assertive" });
  const button = h("button", { class: "first", type: "submit" }, "Sign in");
  const form = h("form", {
    class: "card",
    onsubmit: async (event) => {
      event.preventDefault();
      button.disabled = true;
      fault.replaceChildren();
      const { name, password } = Object.fromEntries(new FormData(form));
      try {
        await api.signIn(name, password);
        const to = page.query.get("to") ?? "";
        // Only ever within this site.
        await begin(/^\/(?!\/)/.test(to) ? to : "/fleet");
      } catch (error) {
        fault.replaceChildren(h("div", { class: "note bad" }, icon("warn"), h("p", null, error.message)));
        button.disabled = false;
        form.elements.password.select();
      }
    },
  },
    h("h1", { class: "brand" }, h("img", { src: "/site/icon.svg", alt: "" }), "Edge fleet"),
    fault,
    h("label", null, "Name", h("input", { name: "name", autocomplete: "username", autocapitalize: "none", required: true, autofocus: true })),
    h("label", null, "Password", h("input", { name: "password", type: "password", autocomplete: "current-password", required: true })),
    button,
    h("p", { class: "soft small" }, "No account yet? An admin makes one with ", h("code", null, "edge-cloud operator add"), "; there is no default password."));
  page.show(h("div", { class: "sign-in" }, form));
  form.elements.name.focus();
  return {};
}
