import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { useMayAccess } from '#lib/me.ts'
import { pages } from '../routes.tsx'

/** After `g`, a letter goes to a page. Letters, not places of keys: the same on every layout that types them. */
export const goKeys: Readonly<Record<string, string>> = {
  d: '/',
  i: '/incidents',
  n: '/notifications',
  p: '/projects',
  t: '/toolbox',
  c: '/channels',
  u: '/people',
  a: '/audit',
  j: '/jobs',
  s: '/settings',
  m: '/me',
}

const sequenceMs = 1500
/** The same keys while a Hangul layout is on: people do not switch it to go somewhere. */
const hangul: Readonly<Record<string, string>> = {
  ㅎ: 'g',
  ㅇ: 'd',
  ㅑ: 'i',
  ㅜ: 'n',
  ㅔ: 'p',
  ㅅ: 't',
  ㅊ: 'c',
  ㅕ: 'u',
  ㅁ: 'a',
  ㅓ: 'j',
  ㄴ: 's',
  ㅡ: 'm',
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.closest('input, textarea, select, [role="combobox"], [role="dialog"]') !== null)

interface Shortcuts {
  onSearch(): void
  onHelp(): void
}

/** `/` searches the page, or everything where a page has no search; `g` and a letter go somewhere; `?` tells them all. */
export function useShortcuts({ onSearch, onHelp }: Shortcuts): void {
  const navigate = useNavigate()
  const may = useMayAccess()
  const waitsUntil = useRef(0)
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTyping(event.target)) return
      const key = hangul[event.key] ?? event.key
      const isSecond = event.timeStamp < waitsUntil.current
      waitsUntil.current = 0
      if (isSecond) {
        const page = pages.find(({ path }) => path === goKeys[key])
        if (!page || !may(page.access)) return
        event.preventDefault()
        void navigate({ to: page.path })
      } else if (key === 'g') {
        waitsUntil.current = event.timeStamp + sequenceMs
      } else if (key === '/') {
        event.preventDefault()
        if (!focusPageSearch()) onSearch()
      } else if (key === '?') {
        event.preventDefault()
        onHelp()
      }
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [navigate, may, onSearch, onHelp])
}

/** Where the page itself can be searched, that is what is meant. */
function focusPageSearch(): boolean {
  const field = document.querySelector<HTMLInputElement>('main input[type="search"]')
  field?.focus()
  field?.select()
  return field !== null
}
