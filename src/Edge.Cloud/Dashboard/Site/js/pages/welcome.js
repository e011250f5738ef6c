import * as api from "../api.js";
import { begin } from "../app.js";
import { h, icon } from "../dom.js";

/** Choosing a password with the one-time link. Its secret stands behind the #, which browsers send to nobody. */
export async function open(page) {
  page.title("Welcome");
  const secret = history.state?.secret ?? "";
  const fault = h("div", { "aria-live": "assertive" });
  const button = h("button", { class: "first", type: "submit" }, "Set password and sign in");
  const complain = (text) => fault.replaceChildren(h("div", { class: "note bad" }, icon("warn"), h("p", null, text)));
  const form = h("form", {
    class: "card",
    onsubmit: async (event) => {
      event.preventDefault();
      const { password, again } = Object.fromEntries(new FormData(form));
      if (password !== again) return complain("The two passwords differ.");
      button.disabled = true;
      try {
        await api.redeem(secret, password);
        await begin("/fleet");
      } catch (error) {
        complain(error.message);
        button.disabled = false;
      }
    },
  },
    h("h1", { class: "brand" }, h("img", { src: "/site/icon.svg", alt: "" }), "Welcome to Edge fleet"),
    secret ? null : h("div", { class: "note warn" }, icon("warn"), h("p", null, "This page needs the whole link, with what stands behind the #.")),
    fault,
    h("p", { class: "soft" }, "Choose a password of 12 characters or more. The link works once."),
    h("label", null, "Password", h("input", { name: "password", type: "password", autocomplete: "new-password", minlength: 12, maxlength: 200, required: true })),
    h("label", null, "The same again", h("input", { name: "again", type: "password", autocomplete: "new-password", required: true })),
    button);
  page.show(h("div", { class: "sign-in" }, form));
  form.elements.password.focus();
  return {};
}
