declare global {
  /** Where `get-nonce` looks, by which the dialogues' scroll lock marks its style element. */
  var __webpack_nonce__: string | undefined
}

/** What a style element has to carry: the server writes it into the page anew each time (console-files.ts). */
export const styleNonce = (): string =>
  document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? ''

globalThis.__webpack_nonce__ = styleNonce()
