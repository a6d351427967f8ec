// Security keys: a form marked `data-passkey` asks the browser for a key before it is sent. Without this file the form
// is sent without an answer, and the server says what is missing.

const toBytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const toText = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const named = (list = []) => list.map((one) => ({ ...one, id: toBytes(one.id) }));

addEventListener("submit", async (event) => {
  const form = event.target;
  const ask = { add, sign }[form.dataset.passkey];
  const elsewhere = event.submitter?.hasAttribute("formaction");
  if (!ask || elsewhere || form.elements.credential.value) return;
  event.preventDefault();
  try {
    form.elements.credential.value = JSON.stringify(await ask(await options(form)));
    form.requestSubmit(event.submitter);
  } catch (why) {
    tell(form, why.name === "NotAllowedError" ? "Your security key was not used. Try again." : why.message);
  }
});

async function options(form) {
  const headers = { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value };
  const answer = await fetch(form.dataset.options, { method: "POST", headers });
  const said = await answer.json();
  if (!answer.ok) throw new Error(said.detail);
  return said;
}

async function add(said) {
  const publicKey = {
    ...said,
    challenge: toBytes(said.challenge),
    user: { ...said.user, id: toBytes(said.user.id) },
    excludeCredentials: named(said.excludeCredentials),
  };
  const made = await navigator.credentials.create({ publicKey });
  return whole(made, {
    attestationObject: toText(made.response.attestationObject),
    transports: made.response.getTransports?.() ?? [],
  });
}

async function sign(said) {
  const publicKey = { ...said, challenge: toBytes(said.challenge), allowCredentials: named(said.allowCredentials) };
  const made = await navigator.credentials.get({ publicKey });
  return whole(made, {
    authenticatorData: toText(made.response.authenticatorData),
    signature: toText(made.response.signature),
  });
}

function whole(made, response) {
  return {
    id: made.id,
    rawId: toText(made.rawId),
    type: made.type,
    clientExtensionResults: {},
    response: { ...response, clientDataJSON: toText(made.response.clientDataJSON) },
  };
}

function tell(form, text) {
  const place = form.querySelector("[data-says]");
  if (place) place.textContent = text;
}
