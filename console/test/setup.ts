import { cleanup, configure } from '@testing-library/react'
import fc from 'fast-check'
import { afterAll, afterEach, vi } from 'vitest'

// Files share a process, its document and the packages of others: loading those took longer than the tests. Modules of
// our own, which hold state as a page does, begin anew with each file.
vi.resetModules()
if (typeof window !== 'undefined') beginAnew()
const timers = [vi.spyOn(globalThis, 'setTimeout'), vi.spyOn(globalThis, 'setInterval')]
// A page that is closed takes its timers with it.
afterAll(() => {
  for (const { mock } of timers) for (const { value } of mock.results) clearTimeout(value)
})

// Of what is drawn at random, a run draws the same as the last one: BONGSU_TEST_SEED draws something else.
fc.configureGlobal({ seed: Number(process.env.BONGSU_TEST_SEED ?? 1) })

// Slow and shared machines: what is awaited comes, only later.
configure({ asyncUtilTimeout: 45_000 })

// What the component library asks of a browser and jsdom does not have.
if (typeof window !== 'undefined') {
  window.matchMedia ??= (query) =>
    ({
      matches: false,
      media: query,
      onchange: null,
      addEventListener() {},
      removeEventListener() {},
      addListener() {},
      removeListener() {},
      dispatchEvent: () => false,
    }) as MediaQueryList
  globalThis.ResizeObserver ??= class {
    observe() {}
    unobserve() {}
    disconnect() {}
  }
  Element.prototype.scrollIntoView ??= () => undefined
  Object.defineProperty(document, 'fonts', { value: new EventTarget(), configurable: true })
  window.scrollTo = () => undefined
}

/** A document as nobody has used it, at the address where tests begin. */
function beginAnew(): void {
  document.head.replaceChildren()
  document.body.replaceChildren()
  for (const element of [document.documentElement, document.body]) {
    for (const { name } of [...element.attributes]) element.removeAttribute(name)
  }
  localStorage.clear()
  sessionStorage.clear()
  window.history.replaceState(null, '', '/')
}

afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
  localStorage.clear()
  vi.useRealTimers()
})
