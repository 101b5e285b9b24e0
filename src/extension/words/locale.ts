/**
 * The locale for dates and numbers, BCP 47: the language that VS Code speaks, with the region's habits of the
 * system where that is of the same language (VS Code says `en` to a Briton and to an American).
 */
export function formatLocale(displayLanguage: string, systemLocale: string): string {
  const language = (tag: string) => tag.split('-')[0]?.toLowerCase();
  if (language(displayLanguage) === language(systemLocale)) return systemLocale;
  return Intl.DateTimeFormat.supportedLocalesOf([displayLanguage]).length > 0 ? displayLanguage : 'en';
}
