import { call } from '#lib/api.ts'
import type { Me } from '#lib/me.ts'
import { stored, themes } from '#lib/preferences.ts'

/** Who chose a theme on this device before there was an account has chosen it for the account. */
export async function keepTheme(me: Me): Promise<Me> {
  const theme = stored('theme', themes)
  if (theme === undefined || theme === me.theme) return me
  await call('update-my-settings', { theme })
  return { ...me, theme }
}
