/** The forms in which a report is given; the first is the default. */
export const reportFormats = ['html', 'md', 'csv', 'json', 'pdf'] as const;

export type ReportFormat = (typeof reportFormats)[number];
