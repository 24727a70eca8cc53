import { defineTexts } from '#lib/i18n.ts'

export const jsonEditorTexts = defineTexts('json-editor', {
  ko: {
    problems: {
      syntax: '{{line}}번째 줄 {{column}}번째 글자부터 JSON이 아닙니다.',
      end: 'JSON이 끝나지 않았습니다({{line}}번째 줄 {{column}}번째 글자). 괄호나 따옴표를 닫았는지 확인하세요.',
    },
  },
  en: {
    problems: {
      syntax: 'From line {{line}}, column {{column}} this is no JSON.',
      end: 'The JSON does not end well (line {{line}}, column {{column}}). Are all brackets and quotes closed?',
    },
  },
})
