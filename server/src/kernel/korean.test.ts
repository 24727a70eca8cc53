import { expect, it } from 'vitest'
import { particle } from './korean.ts'

it('puts the particle that fits the last sound of a word', () => {
  expect(particle('알림', '을', '를')).toBe('알림을')
  expect(particle('사용자', '을', '를')).toBe('사용자를')
  expect(particle('프로젝트 7', '을', '를')).toBe('프로젝트 7을')
  expect(particle('프로젝트 999', '을', '를')).toBe('프로젝트 999를')
  expect(particle('설정 "없음"', '을', '를')).toBe('설정 "없음"을')
})

it('shows both particles where the sound is not known', () => {
  expect(particle('설정 "smtp"', '을', '를')).toBe('설정 "smtp"을(를)')
  expect(particle('', '을', '를')).toBe('을(를)')
})
