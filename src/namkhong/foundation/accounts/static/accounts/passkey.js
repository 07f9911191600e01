// Passkeys. Without this file the forms stay hidden and password and code are enough.
// <form data-passkey="create|get" data-options='…' or data-options-url="…" data-cancelled="sentence"> with a hidden
// field "credential"; or <button data-passkey-button="get" data-options='…'> inside an ordinary form.
(() => {
  'use strict'
  const byNumber = /^[\d.]+$|^\[/.test(location.hostname) // browsers keep passkeys for names, never for numbers
  if (byNumber || !window.PublicKeyCredential || !navigator.credentials) return

  const toBytes = (text) => {
    const plain = atob(text.replace(/-/g, '+').replace(/_/g, '/'))
    return Uint8Array.from(plain, (char) => char.charCodeAt(0))
  }
  const toText = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')
  const withBytes = (list) => (list || []).map((item) => ({ ...item, id: toBytes(item.id) }))

  async function create(options) {
    const asked = options.publicKey
    const made = await navigator.credentials.create({
      publicKey: {
        ...asked,
        challenge: toBytes(asked.challenge),
        user: { ...asked.user, id: toBytes(asked.user.id) },
        excludeCredentials: withBytes(asked.excludeCredentials),
      },
    })
    return {
      ...common(made),
      response: {
        attestationObject: toText(made.response.attestationObject),
        clientDataJSON: toText(made.response.clientDataJSON),
        transports: made.response.getTransports ? made.response.getTransports() : [],
      },
    }
  }

  async function get(options) {
    const asked = options.publicKey
    const made = await navigator.credentials.get({
      publicKey: { ...asked, challenge: toBytes(asked.challenge), allowCredentials: withBytes(asked.allowCredentials) },
    })
    const { response } = made
    return {
      ...common(made),
      response: {
        authenticatorData: toText(response.authenticatorData),
        clientDataJSON: toText(response.clientDataJSON),
        signature: toText(response.signature),
        userHandle: response.userHandle ? toText(response.userHandle) : null,
      },
    }
  }

  const common = (made) => ({
    id: made.id,
    rawId: toText(made.rawId),
    type: made.type,
    authenticatorAttachment: made.authenticatorAttachment,
    clientExtensionResults: made.getClientExtensionResults(),
  })

  async function optionsOf(place) {
    if (place.dataset.options) return JSON.parse(place.dataset.options)
    const answer = await fetch(place.dataset.optionsUrl, { headers: { accept: 'application/json' } })
    return answer.json()
  }

  async function use(place, form, kind) {
    const message = form.querySelector('[data-passkey-message]')
    try {
      const options = await optionsOf(place)
      const made = await (kind === 'create' ? create(options) : get(options))
      form.elements.credential.value = JSON.stringify(made)
      HTMLFormElement.prototype.submit.call(form)
    } catch {
      message.textContent = place.dataset.cancelled
      message.hidden = false
    }
  }

  for (const form of document.querySelectorAll('form[data-passkey]')) {
    form.hidden = false
    form.addEventListener('submit', (event) => {
      event.preventDefault()
      use(form, form, form.dataset.passkey)
    })
  }
  for (const button of document.querySelectorAll('[data-passkey-button]')) {
    button.hidden = false
    button.addEventListener('click', (event) => {
      event.preventDefault()
      use(button, button.form, button.dataset.passkeyButton)
    })
  }
})()
