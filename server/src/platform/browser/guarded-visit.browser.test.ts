import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openBrowsers, visitOf } from '#test/browsers.ts'
import { type Canaries, startCanaries } from '#test/targets/canaries.ts'
import { type DnsTarget, startDnsTarget } from '#test/targets/dns-target.ts'
import { type HttpTarget, type SeenRequest, startHttpTarget } from '#test/targets/http-target.ts'

/** The site may be reached, and nothing else on this machine. */
const siteAddress = '127.0.0.9'
const open: { close(): Promise<void> }[] = []
let names: DnsTarget
let kit: ReturnType<typeof openBrowsers>
let forbidden: Canaries
let site: HttpTarget
let pages: Record<string, string> = {}

beforeAll(async () => {
  names = await startDnsTarget((name, type) =>
    name === 'inside.example' && type === 'A' ? [{ type: 'A', ttl: 0, data: '127.0.0.1' }] : 'NXDOMAIN',
  )
  forbidden = await startCanaries()
  site = await startHttpTarget(answer, siteAddress)
  open.push(names, forbidden, site)
  kit = openBrowsers({ allowed: [`${siteAddress}/32`], resolver: { servers: [names.server] } })
})
afterEach(() => {
  pages = {}
})
afterAll(async () => {
  await kit.browsers.stop()
  for (const target of open) await target.close()
})

function answer({ url }: SeenRequest, response: Parameters<Parameters<typeof startHttpTarget>[0] & object>[1]) {
  const path = url.split('?')[0] ?? ''
  if (path === '/redirect') {
    response.writeHead(302, { location: decodeURIComponent(url.split('?')[1] ?? '') }).end()
    return
  }
  const body = pages[path]
  const type = path.endsWith('.js') ? 'text/javascript' : 'text/html'
  response.writeHead(body === undefined ? 404 : 200, { 'content-type': type }).end(body ?? '')
}

/** Opens a page of the site and waits until its script says that everything it tried has ended. */
async function visit(script: string, markup = ''): Promise<string[]> {
  pages['/'] = `<!doctype html><title>hostile</title>${markup}<script>
    const tried = []
    const attempt = (name, work) => Promise.race([
      Promise.resolve().then(work).then(() => tried.push(name + ': reached'), () => tried.push(name + ': refused')),
      new Promise((done) => setTimeout(done, 4000)),
    ])
    ;(async () => { ${script} })().finally(() => { document.title = 'done' })
  </script>`
  const visited = await kit.browsers.visit(visitOf(), async ({ page }) => {
    await page.goto(`${site.url}/`)
    await page.waitForFunction(`document.title === 'done'`)
    return page.evaluate('tried') as Promise<string[]>
  })
  if (!visited.ok) throw new Error(visited.message.en)
  return visited.value
}

const everyPlace = () =>
  [
    ...forbidden.addresses.map((address) => (address.includes(':') ? `[${address}]` : address)),
    'localhost',
    'inside.example',
    '[::ffff:127.0.0.1]',
    '2130706433',
  ].map((host) => `${host}:${forbidden.port}`)

describe('a page that wants to go where nothing may go', () => {
  it('reaches no forbidden address with anything a document or a script can ask with', async () => {
    const places = JSON.stringify(everyPlace())
    const tried = await visit(
      `
      for (const place of ${places}) {
        const url = 'http://' + place + '/'
        await Promise.all([
          attempt('fetch ' + place, () => fetch(url, { mode: 'no-cors' })),
          attempt('tls ' + place, () => fetch('https://' + place + '/', { mode: 'no-cors' })),
          attempt('img ' + place, () => new Promise((ok, no) => Object.assign(new Image(), { onload: ok, onerror: no, src: url }))),
          attempt('socket ' + place, () => new Promise((ok, no) => Object.assign(new WebSocket('ws://' + place), { onopen: ok, onerror: no }))),
          attempt('events ' + place, () => new Promise((ok, no) => Object.assign(new EventSource(url), { onopen: ok, onerror: no }))),
          attempt('redirect ' + place, () => fetch('/redirect?' + encodeURIComponent(url), { mode: 'no-cors' })),
          attempt('transport ' + place, () => new WebTransport('https://' + place + '/').ready),
        ])
        navigator.sendBeacon(url, 'x')
        for (const rel of ['dns-prefetch', 'preconnect', 'prefetch', 'stylesheet', 'icon', 'modulepreload']) {
          document.head.append(Object.assign(document.createElement('link'), { rel, href: url }))
        }
        document.body.append(
          Object.assign(document.createElement('iframe'), { src: url }),
          Object.assign(document.createElement('iframe'), { src: '/redirect?' + encodeURIComponent(url) }),
          Object.assign(document.createElement('iframe'), { srcdoc: '<img src="' + url + '"><object data="' + url + '"></object>' }),
          Object.assign(document.createElement('video'), { src: url, preload: 'auto' }),
        )
        new Worker(URL.createObjectURL(new Blob(['importScripts("' + url + '")'])))
        new Worker(URL.createObjectURL(new Blob(['fetch("' + url + '", { mode: "no-cors" })'])))
      }
      await new Promise((done) => setTimeout(done, 500))`,
      '<body></body>',
    )
    expect(tried.filter((line) => line.endsWith('reached'))).toEqual([])
    expect(tried.filter((line) => line.startsWith('fetch')).length).toBe(everyPlace().length)
    expect(forbidden.touched()).toBe(0)
    // Names are asked of our own resolver, by the guard.
    const asked = names.questions.map(({ name }) => name)
    expect(asked).toContain('inside.example')
    expect(asked).not.toContain('localhost')
  })

  it('reaches nothing through a service worker', async () => {
    pages['/worker.js'] = `
      self.addEventListener('install', (event) => event.waitUntil(
        fetch('http://127.0.0.1:${forbidden.port}/', { mode: 'no-cors' }).catch(() => 0).then(() => self.skipWaiting())))
      self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))`
    const tried = await visit(`
      await attempt('worker', async () => {
        await navigator.serviceWorker.register('/worker.js')
        await navigator.serviceWorker.ready
      })`)
    expect(tried).toEqual(['worker: reached'])
    expect(forbidden.touched()).toBe(0)
  })

  it('sends no packet with WebRTC', async () => {
    const servers = forbidden.addresses
      .filter((address) => !address.includes(':'))
      .flatMap((address) => [
        { urls: `stun:${address}:${forbidden.port}` },
        { urls: `turn:${address}:${forbidden.port}?transport=udp`, username: 'a', credential: 'b' },
        { urls: `turn:${address}:${forbidden.port}?transport=tcp`, username: 'a', credential: 'b' },
      ])
    await visit(`
      const peer = new RTCPeerConnection({ iceServers: ${JSON.stringify(servers)} })
      peer.createDataChannel('x')
      await peer.setLocalDescription(await peer.createOffer())
      await peer.addIceCandidate({ candidate: 'candidate:1 1 udp 2122260223 127.0.0.1 ${forbidden.port} typ host', sdpMid: '0' }).catch(() => 0)
      await new Promise((done) => setTimeout(done, 3000))
      tried.push('gathered')`)
    expect(forbidden.touched()).toBe(0)
  })

  it('opens no file and no page of the browser itself', async () => {
    const tried = await visit(`
      for (const url of ['file:///etc/passwd', 'chrome://version', 'view-source:http://127.0.0.1/', 'filesystem:http://x/', 'ftp://127.0.0.1:${forbidden.port}/']) {
        await attempt('fetch ' + url, () => fetch(url))
        await attempt('frame ' + url, () => new Promise((ok, no) => {
          const frame = Object.assign(document.createElement('iframe'), { src: url })
          frame.onload = () => { try { frame.contentDocument.body.innerText.length > 0 ? ok() : no() } catch { no() } }
          document.body.append(frame)
        }))
        window.open(url)
      }`)
    expect(tried.filter((line) => line.endsWith('reached'))).toEqual([])
    expect(forbidden.touched()).toBe(0)
  })

  it('is what the canaries would have heard of, had it been allowed', async () => {
    const heard = await startCanaries(['127.0.0.8'])
    open.push(heard)
    const free = openBrowsers({ allowed: ['127.0.0.8/32', `${siteAddress}/32`] })
    try {
      pages['/'] = `<img src="http://127.0.0.8:${heard.port}/">`
      await free.browsers.visit(visitOf(), ({ page }) => page.goto(`${site.url}/`, { timeout: 5000 }).catch(() => null))
      expect(heard.touched()).toBeGreaterThan(0)
    } finally {
      await free.browsers.stop()
    }
  })
})

describe('what a visit says of its way', () => {
  it('knows why a place was not reached', async () => {
    const visited = await kit.browsers.visit(visitOf(), async ({ page, network }) => {
      const failed = await page.goto(`http://127.0.0.1:${forbidden.port}/`).catch((error: Error) => error.message)
      await page.goto('https://nowhere.example/').catch(() => undefined)
      return {
        failed,
        guard: network.failureOf('127.0.0.1', forbidden.port),
        dns: network.failureOf('nowhere.example', 443),
      }
    })
    expect(visited).toMatchObject({
      ok: true,
      value: {
        failed: expect.stringContaining('net::ERR_'),
        guard: { phase: 'guard', fault: 'config' },
        dns: { phase: 'dns', code: 'nxdomain' },
      },
    })
  })

  it('gives its headers to their own origin only, also after a redirect', async () => {
    const other = await startHttpTarget(undefined, siteAddress)
    open.push(other)
    pages['/'] = `<img src="${other.url}/picture"><script>fetch('/own')</script>`
    const headers = { origin: site.url, headers: [{ name: 'Authorization', value: 'Bearer canary' }] }
    await kit.browsers.visit({ ...visitOf(), headers }, async ({ page }) => {
      await page.goto(`${site.url}/`, { waitUntil: 'networkidle' })
      await page.goto(`${site.url}/redirect?${encodeURIComponent(`${other.url}/moved`)}`)
    })
    const keysAt = (target: HttpTarget, path: string) =>
      target.requests.findLast(({ url }) => url.startsWith(path))?.headers.authorization
    expect(keysAt(site, '/own')).toBe('Bearer canary')
    expect(keysAt(site, '/redirect')).toBe('Bearer canary')
    expect(other.requests.map(({ url }) => url)).toEqual(expect.arrayContaining(['/picture', '/moved']))
    expect(other.requests.filter(({ headers: seen }) => seen.authorization !== undefined)).toEqual([])
  })
})
