/*
 * probe_guest: the smallest guest that a microVM can boot and a benchmark can listen to. No kernel, no driver, no
 * interrupt: what is left of a trial is the cost of the VMM and of the harness. Its parts lie in probe_guest/.
 *
 * CONTRACT
 *
 * Boots  as an ELF "kernel" by the Linux 64-bit boot protocol (Linux, Documentation/arch/x86/boot.rst): long mode, the
 *        first GiB mapped one to one, interrupts off, rsi = boot_params. Needs 18 MiB of memory and one vCPU. Uses
 *        general registers only, so that a KVM which interprets guest code can run it. Never returns.
 *
 * In     the kernel command line: words separated by spaces, `key=value`, matched as whole words. Numbers are decimal,
 *        or hexadecimal after 0x. The first of two words with one key counts. Unknown keys are ignored: the VMM adds
 *        words of its own.
 *
 *          delay=<loops>    idle away this many loops of two instructions before being ready: a real slowdown
 *          timer=<address>  when ready, write the byte 123 to this guest-physical address (Firecracker's boot timer);
 *                           within the first or the fourth GiB
 *          console=1        when ready, print "probe guest ready" on COM1
 *          mode=<name>      what to do once ready, one of the table below; halt is the default
 *
 *        A mode that comes to its end halts.
 *
 *          halt      stop the vCPU with interrupts off
 *
 *          spin      keep the vCPU busy without leaving the guest
 *          beat      print '.' on COM1 every 2^21 TSC ticks (about a millisecond)
 *          print     print '.' on COM1 without a pause: each one leaves the guest for the VMM
 *          count     add 1 to the 64-bit word at guest-physical 0x1f00000, for ever, without leaving the guest: a
 *                    heartbeat for whoever reads the VMM's memory. Needs 32 MiB of memory
 *
 *          echo      poll COM1 and send each byte back; 'q' is answered by a reset
 *          kbd       poll the i8042; Ctrl-Alt-Del in scan code set 2 (14 11 e0 71) is answered by a reset
 *
 *          touch     write one word in each 4 KiB page of the working set, then 'T' on COM1: one pass
 *          read      read one word in each 4 KiB page of the working set, then 'R' on COM1: one pass
 *                      touch=<MiB>     size of the working set; required
 *                      base=<address>  where it begins (default 0x2000000, the least); a page, all within RAM and
 *                                      within the first GiB
 *                      passes=<n>      how many (default 1); 0: without end
 *
 *          vmgen     notice a restore: poll the VM generation ID, and at each change print '!' at once, then what is
 *                    needed to trust the restore. Before being ready, a token is made from the ID and the TSC and
 *                    kept in memory only; when ready, "token <16 hexadecimal digits>" is printed, at each change
 *                    "!<the same digits>": it was a restore and not a boot
 *                      gen=<address>   guest-physical address of the ID's 16 bytes, a multiple of 8, which Firecracker
 *                                      logs at boot ("building VMGenID device. Address: ..."); required
 *                      touch=<MiB>     a working set as above (base= holds too; default none). It is filled before
 *                                      the guest is ready and, after each change, written once more: 'T' when every
 *                                      page held what it had held before, otherwise "X<address of the first page that
 *                                      did not>" and halt
 *
 *          reset     pulse the reset line of the i8042: Firecracker exits with status 0
 *          triple    a page fault that nothing handles: KVM_EXIT_SHUTDOWN
 *          ud        an undefined instruction that nothing handles: KVM_EXIT_SHUTDOWN
 *          internal  an instruction that KVM has to emulate and cannot: KVM_EXIT_INTERNAL_ERROR
 *          badmem    write to the last word of the first GiB, where no RAM is, and print "wrote beyond the RAM": KVM
 *                    hands the write to the VMM, and the guest survives
 *                    internal and badmem need less than 1 GiB of memory
 *
 * Out    in this order: the mode's preparation, the delay, the boot timer, the console line, the mode.
 *        A word that cannot be obeyed is answered before all of them by one line on COM1, "probe guest: <what is
 *        wrong>: <key>=<value>", and the guest halts: it is never ready.
 */

#include <stdbool.h>
#include <stddef.h>

#include "probe_guest/address_space.h"
#include "probe_guest/boot_protocol.h"
#include "probe_guest/console.h"
#include "probe_guest/machine.h"
#include "probe_guest/modes.h"

typedef struct {
    const char *name;
    void (*run)(void);
    void (*prepare)(const boot_protocol *boot); /* NULL for a mode without words of its own */
} guest_mode;

static const guest_mode modes[] = {
    {"halt", halt, NULL},

    {"spin", run_spin, NULL},
    {"beat", run_beat, NULL},
    {"print", run_print, NULL},
    {"count", run_count, prepare_count},

    {"echo", run_echo, NULL},
    {"kbd", run_keyboard, NULL},

    {"touch", run_touch, prepare_memory},
    {"read", run_read, prepare_memory},

    {"vmgen", run_vmgen, prepare_vmgen},

    {"reset", run_reset, NULL},
    {"triple", run_triple_fault, NULL},
    {"ud", run_undefined_instruction, NULL},
    {"internal", run_internal_error, prepare_beyond_ram},
    {"badmem", run_bad_memory, prepare_beyond_ram},
};

static const guest_mode *chosen_mode(const boot_protocol *boot)
{
    const char *value = find_value(boot, "mode");
    if (value == NULL)
        return &modes[0];
    for (size_t i = 0; i < sizeof modes / sizeof modes[0]; i++)
        if (is_word(value, modes[i].name))
            return &modes[i];
    refuse(boot, "unknown mode", "mode");
}

__attribute__((used)) static _Noreturn void probe(const uint8_t *boot_parameters)
{
    map_mmio();
    const boot_protocol boot = read_boot_protocol(boot_parameters);
    const guest_mode *mode = chosen_mode(&boot);
    const uint64_t delay_loops = number_or(&boot, "delay", 0);
    const uint64_t timer_address = number_or(&boot, "timer", 0);
    const bool has_console = number_or(&boot, "console", 0) == 1;
    if (!is_mapped(timer_address))
        refuse(&boot, "outside the first and the fourth GiB", "timer");
    if (mode->prepare != NULL)
        mode->prepare(&boot);

    idle_away(delay_loops);
    if (timer_address != 0)
        write_byte(timer_address, BOOT_TIMER_READY);
    if (has_console)
        print("probe guest ready\n");
    mode->run();
    halt();
}

__attribute__((used)) static uint8_t stack[4096] __attribute__((aligned(16)));

__attribute__((naked, used)) void _start(void)
{
    __asm__ volatile("lea stack + 4096(%rip), %rsp\n"
                     "mov %rsi, %rdi\n"
                     "call probe");
}
