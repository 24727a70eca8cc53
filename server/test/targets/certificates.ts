import { readFileSync } from 'node:fs'

/** What `test/certificates/generate.sh` makes. All but `root` have a key; `valid` brings its intermediate along. */
export type CertificateKind =
  | 'root'
  | 'valid'
  | 'expired'
  | 'not-yet-valid'
  | 'wrong-host'
  | 'self-signed'
  | 'untrusted-root'
  | 'incomplete-chain'
  | 'client'

const read = (file: string): string => readFileSync(new URL(`../certificates/${file}`, import.meta.url), 'utf8')

export const certificate = (kind: CertificateKind): { readonly cert: string; readonly key: string } => ({
  cert: read(`${kind}.pem`),
  key: kind === 'root' ? '' : read(`${kind}.key.pem`),
})

/** The authority to trust in tests. */
export const testRoot = certificate('root').cert
