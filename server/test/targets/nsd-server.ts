import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { freePort, type OwnProcess, ownFolder, startOwn, writeFor } from '../own-process.ts'

const texts = Array.from(
  { length: 60 },
  (_unused, at) => `many IN TXT "${String(at).padStart(3, '0')}${'x'.repeat(100)}"`,
)

const plainZone = `
$ORIGIN plain.example.
$TTL 300
@ IN SOA ns hostmaster 1 3600 900 1209600 300
@ IN NS ns
ns IN A 127.0.0.1
@ IN A 192.0.2.1
www 30 IN A 192.0.2.2
www IN A 192.0.2.3
www IN AAAA 2001:db8::2
alias IN CNAME step
step IN CNAME www
lost IN CNAME nowhere
@ IN MX 10 mx1
@ IN MX 20 mx2
@ IN TXT "v=spf1 -all" "second part"
@ IN CAA 0 issue "letsencrypt.org"
_sip._tcp IN SRV 1 2 5060 sip
*.wild IN A 192.0.2.9
empty.node.below IN A 192.0.2.8
child IN NS ns.child
ns.child IN A 127.0.0.1
${texts.join('\n')}
`

const reverseZone = `
$ORIGIN 2.0.192.in-addr.arpa.
$TTL 300
@ IN SOA ns.plain.example. hostmaster.plain.example. 1 3600 900 1209600 300
@ IN NS ns.plain.example.
1 IN PTR www.plain.example.
`

/**
 * A real authoritative server: a plain zone, its reverse, one that is signed (checked in, made with ldns-signzone), and
 * one whose file is broken, for which it must say SERVFAIL.
 */
export async function startNsd(): Promise<OwnProcess> {
  const folder = ownFolder()
  const port = await freePort()
  const path = (name: string) => join(folder, name)
  const signed = readFileSync(new URL('../zones/signed.example.zone', import.meta.url), 'utf8')
  const zones: Record<string, string> = {
    'plain.example': plainZone,
    '2.0.192.in-addr.arpa': reverseZone,
    'signed.example': signed,
    'broken.example': 'this is no zone\n',
  }
  for (const [name, content] of Object.entries(zones)) writeFor(undefined, path(name), content, 0o644)
  const settings = [
    'server:',
    `  ip-address: 127.0.0.1@${port}`,
    '  server-count: 1',
    '  username: ""',
    '  chroot: ""',
    `  zonesdir: "${folder}"`,
    `  database: ""`,
    `  pidfile: "${path('nsd.pid')}"`,
    `  xfrdfile: "${path('xfrd.state')}"`,
    `  zonelistfile: "${path('zone.list')}"`,
    '  rrl-ratelimit: 0',
    'remote-control:',
    '  control-enable: no',
    ...Object.keys(zones).flatMap((name) => ['zone:', `  name: ${name}`, `  zonefile: ${name}`]),
  ]
  writeFor(undefined, path('nsd.conf'), `${settings.join('\n')}\n`, 0o644)
  return startOwn({ program: 'nsd', args: ['-d', '-c', path('nsd.conf')], port, folder })
}
