// Runs before the first paint: the page must not flash in the wrong theme or announce the wrong language.
// A file of its own because the content security policy allows no inline script. Keys: src/lib/preferences.ts.
;(() => {
  const root = document.documentElement
  let theme = null
  let language = null
  try {
    theme = localStorage.getItem('bongsu.theme')
    language = localStorage.getItem('bongsu.language')
  } catch {
    // Storage may be switched off; the defaults below are fine.
  }
  const dark = theme === 'dark' || (theme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  root.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light')
  root.lang = language === 'en' || language === 'ko' ? language : 'ko'
  document.querySelector('meta[name=theme-color]')?.setAttribute('content', dark ? '#0b1020' : '#f4f6fa')
})()
