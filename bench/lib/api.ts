import type { Server } from './processes.ts'
import { adminEmail, adminPassword } from './seed.ts'

export type Get = (path: string) => Promise<void>

/** Signs in as the administrator; the answer asks one page and reads it to its end, as a console would. */
export async function signIn({ url }: Server): Promise<Get> {
  const answer = await fetch(`${url}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: adminEmail, password: adminPassword }),
  })
  const { access_token } = (await answer.json()) as { access_token?: string }
  if (!access_token) throw new Error(`signing in gave ${answer.status}`)
  const headers = { authorization: `Bearer ${access_token}` }
  return async (path) => {
    const page = await fetch(`${url}/api/v1${path}`, { headers })
    const body = await page.text()
    if (!page.ok) throw new Error(`${path} gave ${page.status}: ${body.slice(0, 300)}`)
  }
}
