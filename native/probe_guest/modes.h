/*
 * What the guest does once it is ready. A mode with words of its own has a `prepare_` part, which reads and checks them
 * before the guest is ready and so before anything is measured; the `run_` part begins at once.
 */

#ifndef PROBE_GUEST_MODES_H
#define PROBE_GUEST_MODES_H

#include "boot_protocol.h"

/* busy.c: keep the vCPU busy */
void run_spin(void);
void run_beat(void);
void run_print(void);
void prepare_count(const boot_protocol *boot);
void run_count(void);

/* input.c: answer the host */
void run_echo(void);
void run_keyboard(void);

/* memory.c: use memory */
void prepare_memory(const boot_protocol *boot);
void run_touch(void);
void run_read(void);

/* restore.c: notice a restore */
void prepare_vmgen(const boot_protocol *boot);
void run_vmgen(void);

/* endings.c: end, or go on after what should not be survived */
void run_reset(void);
void run_triple_fault(void);
void run_undefined_instruction(void);
void prepare_beyond_ram(const boot_protocol *boot);
void run_internal_error(void);
void run_bad_memory(void);

#endif
