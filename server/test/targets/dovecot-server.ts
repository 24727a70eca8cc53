import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { freePort, type OwnProcess, ownFolder, startOwn, writeFor } from '../own-process.ts'
import { certificate } from './certificates.ts'

export interface DovecotServer {
  readonly imap: number
  readonly imaps: number
  readonly pop3: number
  readonly pop3s: number
  close(): Promise<void>
}

/** A mailbox server with one person, `reader`. It refuses passwords in the clear unless `plain` says otherwise. */
export async function startDovecotServer({ plain = false } = {}): Promise<DovecotServer> {
  const folder = ownFolder()
  const path = (name: string) => join(folder, name)
  const { cert, key } = certificate('valid')
  writeFor(undefined, path('server.pem'), cert, 0o644)
  writeFor(undefined, path('server.key'), key, 0o644)
  writeFor(undefined, path('people'), 'reader:{PLAIN}sesame-1234\n', 0o644)
  mkdirSync(path('mail'))
  chmodSync(path('mail'), 0o777)
  const [imap, imaps, pop3, pop3s] = [await freePort(), await freePort(), await freePort(), await freePort()]
  const { username } = userInfo()
  const isRoot = username === 'root'
  // Mail may not belong to root; who else there is on the machine does not matter.
  const owner = isRoot ? 'dovenull' : username
  const group = isRoot ? 'nogroup' : spawnSync('id', ['-gn'], { encoding: 'utf8' }).stdout.trim()
  const own = isRoot
    ? ''
    : `default_internal_user = ${username}\ndefault_login_user = ${username}\ndefault_internal_group = ${group}\n`
  const chroot = isRoot
    ? ''
    : 'service anvil { chroot = }\nservice imap-login { chroot = }\nservice pop3-login { chroot = }\n'
  const settings = `
base_dir = ${path('run')}
log_path = /dev/stderr
protocols = imap pop3
listen = 127.0.0.1
ssl = yes
ssl_cert = <${path('server.pem')}
ssl_key = <${path('server.key')}
disable_plaintext_auth = ${plain ? 'no' : 'yes'}
auth_mechanisms = plain login
mail_location = maildir:${path('mail')}/%u
first_valid_uid = 1
${own}${chroot}
passdb { 
  driver = passwd-file
  args = ${path('people')}
}
userdb {
  driver = static
  args = uid=${owner} gid=${group} home=${path('mail')}/%u allow_all_users=yes
}
service imap-login {
  inet_listener imap { port = ${imap} }
  inet_listener imaps { port = ${imaps} }
}
service pop3-login {
  inet_listener pop3 { port = ${pop3} }
  inet_listener pop3s { port = ${pop3s} }
}
`
    .replaceAll(/\{ port = (\d+) \}/g, '{\n    port = $1\n  }')
    .replaceAll(/\{ chroot = \}/g, '{\n  chroot =\n}')
    // A password in the clear from loopback counts as secure, which is what is under test here.
    .concat(plain ? '' : 'login_trusted_networks =\n')
  writeFor(undefined, path('settings'), settings, 0o644)
  const server: OwnProcess = await startOwn({
    program: 'dovecot',
    args: ['-F', '-c', path('settings')],
    port: imap,
    folder,
  })
  return { imap, imaps, pop3, pop3s, close: server.close }
}
