#include "guest_memory.h"

#include <stdlib.h>
#include <string.h>

#include "failure.h"

guest_memory make_guest_memory(const mapping *mappings, size_t count)
{
    guest_memory memory = {.region_count = count};
    for (size_t i = 0; i < count; i++) {
        const size_t page_count = mappings[i].size / mappings[i].page_size;
        memory.regions[i] = (guest_region){mappings[i], page_count, need(calloc(page_count, 1))};
    }
    return memory;
}

static page_run page_at(guest_region *region, uint64_t bytes_into)
{
    return (page_run){region, bytes_into / region->where.page_size, 1};
}

page_run page_at_address(guest_memory *memory, uint64_t address)
{
    for (size_t i = 0; i < memory->region_count; i++) {
        const mapping where = memory->regions[i].where;
        if (address >= where.address && address - where.address < where.size)
            return page_at(&memory->regions[i], address - where.address);
    }
    return (page_run){NULL, 0, 0};
}

page_run page_at_offset(guest_memory *memory, uint64_t offset)
{
    for (size_t i = 0; i < memory->region_count; i++) {
        const mapping where = memory->regions[i].where;
        if (offset >= where.file_offset && offset - where.file_offset < where.size)
            return page_at(&memory->regions[i], offset - where.file_offset);
    }
    return (page_run){NULL, 0, 0};
}

uint64_t address_of(page_run run)
{
    return run.region->where.address + run.first * run.region->where.page_size;
}

uint64_t offset_of(page_run run)
{
    return run.region->where.file_offset + run.first * run.region->where.page_size;
}

uint64_t bytes_of(page_run run)
{
    return run.count * run.region->where.page_size;
}

page_state state_of(page_run page)
{
    return page.region->states[page.first];
}

void set_states(page_run run, page_state state)
{
    memset(run.region->states + run.first, state, run.count);
}

void want_page(page_run page)
{
    if (state_of(page) == PAGE_ABSENT)
        set_states(page, PAGE_WANTED);
}

void want_all(guest_memory *memory)
{
    for (guest_region *region = memory->regions; region < memory->regions + memory->region_count; region++)
        for (size_t page = 0; page < region->page_count; page++)
            want_page((page_run){region, page, 1});
}

page_run first_page(guest_memory *memory)
{
    return (page_run){memory->regions, 0, 1};
}

static size_t count_wanted(const guest_region *region, size_t first, size_t most)
{
    size_t count = 0;
    while (count < most && first + count < region->page_count && region->states[first + count] == PAGE_WANTED)
        count++;
    return count;
}

page_run next_wanted(guest_memory *memory, page_run from, uint64_t most_bytes)
{
    guest_region *const end = memory->regions + memory->region_count;
    for (guest_region *region = from.region; region < end; region++) {
        const size_t begin = region == from.region ? from.first : 0;
        const uint8_t *found = memchr(region->states + begin, PAGE_WANTED, region->page_count - begin);
        if (found == NULL)
            continue;
        const size_t first = (size_t)(found - region->states);
        return (page_run){region, first, count_wanted(region, first, most_bytes / region->where.page_size)};
    }
    return (page_run){end, 0, 0};
}

void remove_range(guest_memory *memory, uint64_t begin, uint64_t end)
{
    for (guest_region *region = memory->regions; region < memory->regions + memory->region_count; region++) {
        const mapping where = region->where;
        const uint64_t from = begin > where.address ? begin : where.address;
        const uint64_t to = end < where.address + where.size ? end : where.address + where.size;
        if (from >= to)
            continue;
        const size_t first = (from - where.address) / where.page_size;
        set_states((page_run){region, first, (to - from) / where.page_size}, PAGE_REMOVED);
    }
}
