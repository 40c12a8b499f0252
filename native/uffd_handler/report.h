/* What the handler says: "ready", and at the end one line of JSON. */

#ifndef UFFD_HANDLER_REPORT_H
#define UFFD_HANDLER_REPORT_H

#include "page_server.h"
#include "waiting.h"

void report_ready(int report_fd);
void report_totals(int report_fd, ending end, const serving_totals *totals);

#endif
