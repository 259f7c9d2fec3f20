/* The inner loops of the matcher. Same arrays, same results as numpy_engine.py, which says in
 * Python what is done here; docs/explanation/matching.md says why.
 *
 * There is no memory of its own here: every array belongs to Python, which makes them, lets them
 * grow, and checks what comes from a file. What follows reads them and writes only to the four
 * that are scratch (present, atoms, bits, out) and to the counters. Every number that leads into
 * an array was checked when it was stored; the walk through a document checks what it follows.
 */
#include <stddef.h>
#include <stdint.h>

#define VERSION 3 /* raise it with every change of the structures or functions: see core.py */

#define FETCH(address) __builtin_prefetch(address)

typedef uint8_t u8;
typedef uint32_t u32;
typedef uint64_t u64;

#define CHECK 0x80000000u /* in `to`: not a slot but a clause, whose groups have to be checked */
#define ALIVE 1           /* in `slot_flags`: the slot holds a plan */
#define DOUBTFUL 2        /* in `slot_flags`: what is found has to be asked of the plain predicate */
#define NEGATED 4         /* in a literal: holds when the atom is absent */
#define LAST 2            /* in a literal: the last of its group */
#define KNOWN 1           /* in a literal: of a group that the posting has already decided */
#define AHEAD 32          /* words, or atoms, for which memory is asked for before it is needed */
#define BLOCK 128         /* postings looked at together; their numbers wait on the stack */

/* A shelf of postings and the clauses they lead to. Postings lie by atom (`start`), or as they came
 * (`key`, `start` is NULL). By atom, what says nothing for any posting is NULL: `also`; or `guard`
 * and `mask`, too, and then `to` is always a slot, whose own mask decides in the end. */
typedef struct {
    u64 posts, clauses, literals, atoms;
    const u32 *start;  /* atoms + 1: where the postings of each atom begin */
    const u32 *key;    /* posts: the atom, where there is no `start` */
    const u32 *guard;  /* posts: a second atom that has to be present; 0 always is */
    const u32 *also;   /* posts: a third: atom << 1, and 1 when it has to be absent */
    const u32 *mask;   /* posts: a bit of it has to be in the document's mask */
    const u32 *to;     /* posts: the slot, or CHECK and the clause */
    const u32 *begins; /* clauses + 1: where the literals of each clause begin */
    const u32 *slot;   /* clauses: whose they are */
    const u32 *literal;/* atom << 3 and the flags above; groups decided by the posting come last */
} segment;

typedef struct {
    /* dictionary: from node and token to node; from node to a chain of atoms */
    u64 edge_slots; /* a power of two */
    const u64 *edge_key;
    const u32 *edge_to;
    u64 nodes, links;
    const u32 *node_link; /* nodes */
    const u32 *link_atom; /* links; number 0 is the end of a chain */
    const u32 *link_next;
    /* atoms */
    u64 capacity;  /* of the next three */
    u8 *present;   /* scratch, all 0 between calls */
    u32 *seen;     /* in how many documents each atom was */
    u32 *atoms;    /* scratch: those present */
    /* plans */
    u64 slots;
    const u32 *slot_id;
    const u32 *slot_mask;
    const u8 *slot_flags;
    u64 *bits;     /* scratch, all 0 between calls: one bit a slot */
    u32 *out;      /* slots: ids from the front, doubtful slots from the back */
    u64 segments;
    const segment *segment;
    /* what the last call did */
    u64 scanned, survived, checked, doubtful, unsorted;
} matcher;

u32 wr_version(void) { return VERSION; }

u64 wr_size(int what) { return what ? sizeof(segment) : sizeof(matcher); }

static inline u64 spread(u64 key) {
    key ^= key >> 32;
    key *= 0xd6e8feb86659fd93ull;
    return key ^ key >> 29;
}

/* Give the node that `key` (node << 32 | token) leads to, or 0. Keys are stored whole: a hash only
 * says where to look, so that two words are never taken for one. A slot is always free. */
static inline u32 edge(u64 slots, const u64 *keys, const u32 *to, u64 key) {
    u64 at = spread(key) & (slots - 1);
    while (keys[at] && keys[at] != key) at = (at + 1) & (slots - 1);
    return keys[at] ? to[at] : 0;
}

u32 wr_edge(u64 slots, const u64 *keys, const u32 *to, u64 key) {
    return edge(slots, keys, to, key);
}

/* Enter `count` edges. The caller has seen to it that there is room. Empty ones are passed over,
 * so that a table can be entered into a larger one. */
void wr_enter(u64 slots, u64 *keys, u32 *to, u64 count, const u64 *new_keys, const u32 *new_to) {
    for (u64 i = 0; i < count; i++) {
        if (!new_keys[i]) continue;
        u64 at = spread(new_keys[i]) & (slots - 1);
        while (keys[at] && keys[at] != new_keys[i]) at = (at + 1) & (slots - 1);
        keys[at] = new_keys[i];
        to[at] = new_to[i];
    }
}

static inline u64 note(matcher *m, u64 count, u32 atom) {
    if (atom < m->capacity && !m->present[atom]) {
        m->present[atom] = 1;
        m->seen[atom]++;
        m->atoms[count++] = atom;
    }
    return count;
}

static inline void fetch_edge(const matcher *m, u64 key) {
    u64 at = spread(key) & (m->edge_slots - 1);
    FETCH(m->edge_key + at);
    FETCH(m->edge_to + at);
}

static inline u64 note_node(matcher *m, u64 count, u32 node) {
    for (u32 link = m->node_link[node]; link && link < m->links; link = m->link_next[link])
        count = note(m, count, m->link_atom[link]);
    return count;
}

/* Note the atoms of the words and phrases of one scope: from each word on, follow the edges as
 * long as there are any and no break lies between the words. Nearly every look into the table is
 * a wait for memory, so the first two steps are taken for some words side by side. */
static u64 walk(matcher *m, u64 count, u32 root, const u32 *token, const u32 *place, u64 length) {
    u32 first[AHEAD];
    for (u64 from = 0; from < length; from += AHEAD) {
        u64 to = length - from < AHEAD ? length : from + AHEAD;
        for (u64 i = from; i < to; i++) fetch_edge(m, (u64)root << 32 | token[i]);
        for (u64 i = from; i < to; i++) {
            u32 node = token[i] ? edge(m->edge_slots, m->edge_key, m->edge_to,
                                       (u64)root << 32 | token[i]) : 0;
            first[i - from] = node < m->nodes ? node : 0;
            if (!first[i - from]) continue;
            FETCH(m->node_link + node);
            if (i + 1 < length) fetch_edge(m, (u64)node << 32 | token[i + 1]);
        }
        for (u64 i = from; i < to; i++) FETCH(m->link_atom + m->node_link[first[i - from]]);
        for (u64 i = from; i < to; i++) {
            u32 node = first[i - from];
            if (!node) continue;
            count = note_node(m, count, node);
            for (u64 j = i + 1; j < length && token[j] && place[j] - place[i] == j - i; j++) {
                node = edge(m->edge_slots, m->edge_key, m->edge_to, (u64)node << 32 | token[j]);
                if (!node || node >= m->nodes) break;
                count = note_node(m, count, node);
            }
        }
    }
    return count;
}

/* Whether every group of the clause that the posting has not decided has a literal that holds. */
static int holds(const u32 *literal, const u32 *end, const u8 *present) {
    while (literal < end && !(*literal & KNOWN)) {
        int held = 0;
        u32 l;
        do {
            l = *literal++;
            held |= present[l >> 3] ^ (l >> 2 & 1);
        } while (!(l & LAST) && literal < end);
        if (!held) return 0;
    }
    return 1;
}

/* Clauses to be checked, of one segment; they wait for each other so that memory need not be. */
typedef struct {
    u32 count;
    u32 clause[2 * BLOCK];
} waiting;

static inline void set(matcher *m, u32 slot) { m->bits[slot >> 6] |= 1ull << (slot & 63); }

static void check(matcher *m, const segment *s, waiting *w) {
    m->checked += w->count;
    for (u32 i = 0; i < w->count; i++) {
        FETCH(s->literal + s->begins[w->clause[i]]);
        FETCH(s->slot + w->clause[i]);
    }
    for (u32 i = 0; i < w->count; i++) {
        u32 clause = w->clause[i];
        if (holds(s->literal + s->begins[clause], s->literal + s->begins[clause + 1], m->present))
            set(m, s->slot[clause]);
    }
    w->count = 0;
}

/* Set the bit of the slot that a posting leads to, or have its clause wait to be checked. Which of
 * them cannot be guessed either: both are done, one of them to no effect. */
static inline void follow(matcher *m, const segment *s, waiting *w, u64 post) {
    u32 to = s->to[post], leads = to >> 31; /* 1: to a clause */
    u32 clause = (to ^ CHECK) & -leads, slot = to & (leads - 1);
    w->clause[w->count] = clause;
    w->count += leads;
    FETCH(s->begins + clause);
    m->bits[slot >> 6] |= (u64)(leads ^ 1) << (slot & 63);
}

/* Look at postings one after the other. Most do not survive, and nobody can guess which: so a
 * first loop without branches gathers the numbers of those that do. */
static void scan(matcher *m, const segment *s, waiting *w, u64 from, u64 to, u32 mask) {
    const u8 *present = m->present;
    u32 left[BLOCK];
    m->scanned += to - from;
    for (u64 block = from; block < to; block += BLOCK) {
        u32 length = to - block < BLOCK ? (u32)(to - block) : BLOCK, count = 0;
        const u32 *guard = s->guard + block, *masks = s->mask + block;
        if (s->also) {
            const u32 *also = s->also + block;
            for (u32 i = 0; i < length; i++) {
                left[count] = i;
                count += present[guard[i]] & (present[also[i] >> 1] ^ (also[i] & 1)) &
                         ((masks[i] & mask) != 0);
            }
        } else {
            for (u32 i = 0; i < length; i++) {
                left[count] = i;
                count += present[guard[i]] & ((masks[i] & mask) != 0);
            }
        }
        m->survived += count;
        for (u32 i = 0; i < count; i++) follow(m, s, w, block + left[i]);
        if (w->count >= BLOCK) check(m, s, w);
    }
}

/* Follow postings that only say where they lead: to a slot. */
static void scan_plain(matcher *m, const segment *s, u64 from, u64 to) {
    m->scanned += to - from;
    m->survived += to - from;
    for (u64 i = from; i < to; i++) set(m, s->to[i]);
}

static inline void fetch_postings(const segment *s, u64 from) {
    FETCH(s->to + from);
    if (!s->guard) return;
    FETCH(s->guard + from);
    FETCH(s->mask + from);
    if (s->also) FETCH(s->also + from);
}

/* Scan the postings of all atoms present. Most lists are short: what takes time is to get there. */
static void scan_all(matcher *m, const segment *s, waiting *w, u64 count, u32 mask) {
    for (u64 k = 0; k < count; k++)
        if (m->atoms[k] < s->atoms) FETCH(s->start + m->atoms[k]);
    for (u64 k = 0; k < count + AHEAD; k++) {
        if (k < count && m->atoms[k] < s->atoms) fetch_postings(s, s->start[m->atoms[k]]);
        if (k < AHEAD || m->atoms[k - AHEAD] >= s->atoms) continue;
        const u32 *start = s->start + m->atoms[k - AHEAD];
        if (start[0] == start[1]) continue;
        if (s->guard)
            scan(m, s, w, start[0], start[1], mask);
        else
            scan_plain(m, s, start[0], start[1]);
    }
}

static void scan_unordered(matcher *m, const segment *s, waiting *w, u32 mask) {
    const u8 *present = m->present;
    m->scanned += s->posts;
    for (u64 i = 0; i < s->posts; i++)
        if (present[s->key[i]] & present[s->guard[i]] &
            (present[s->also[i] >> 1] ^ (s->also[i] & 1)) & ((s->mask[i] & mask) != 0)) {
            m->survived++;
            follow(m, s, w, i);
            if (w->count >= BLOCK) check(m, s, w);
        }
}

/* Take about a block of slots from the bits, from a word on, and clear these. Most words that have
 * any have four at most: so four are taken of each, to no effect when there are fewer. */
static u32 take(matcher *m, u64 words, u64 *word, u32 *slots) {
    u64 w = *word;
    u32 count = 0;
    for (; w < words && count < BLOCK; w++) {
        u64 bits = m->bits[w];
        if (!bits) continue;
        m->bits[w] = 0;
        for (int i = 0; i < 4; i++) {
            slots[count] = (u32)(w << 6 | (u64)__builtin_ctzll(bits | 1ull << 63));
            count += bits != 0;
            bits &= bits - 1;
        }
        for (; bits; bits &= bits - 1) slots[count++] = (u32)(w << 6 | (u64)__builtin_ctzll(bits));
    }
    for (u32 i = 0; i < count; i++) {
        FETCH(m->slot_id + slots[i]);
        FETCH(m->slot_mask + slots[i]);
        FETCH(m->slot_flags + slots[i]);
    }
    *word = w;
    return count;
}

/* Give the ids of the slots found, in ascending order of slots. A slot that was found twice is
 * given once, and since slots are in the order of ids, mostly, there is hardly anything to sort. */
static u64 collect(matcher *m, u32 mask) {
    u64 count = 0, doubtful = 0, words = (m->slots + 63) >> 6, word = 0;
    u32 before = 0, taken, slots[BLOCK + 64];
    while ((taken = take(m, words, &word, slots)))
        for (u32 i = 0; i < taken; i++) {
            u32 slot = slots[i], id = m->slot_id[slot], flags = m->slot_flags[slot];
            u32 met = (flags & ALIVE) & ((m->slot_mask[slot] & mask) != 0);
            if (flags & DOUBTFUL) {
                if (met) m->out[m->slots - ++doubtful] = slot;
                continue;
            }
            m->out[count] = id;
            m->unsorted |= met & (id < before);
            before = met ? id : before;
            count += met;
        }
    m->doubtful = doubtful;
    return count;
}

/* Give how many ids stand in `out`. `runs` are pairs: the root of a scope, and how many of the
 * tokens that follow one another in `token` are its words. `more` are atoms found otherwise. */
u64 wr_match(matcher *m, const u32 *token, const u32 *place, const u32 *runs, u64 n_runs,
             const u32 *more, u64 n_more, u32 mask) {
    u64 count = note(m, 0, 0), found;
    m->scanned = m->survived = m->checked = m->unsorted = 0;
    for (u64 i = 0; i < n_more; i++) count = note(m, count, more[i]);
    for (u64 i = 0; i < n_runs; i++) {
        u32 length = runs[2 * i + 1];
        count = walk(m, count, runs[2 * i], token, place, length);
        token += length;
        place += length;
    }
    for (u64 i = 0; i < m->segments; i++) {
        const segment *s = m->segment + i;
        waiting w;
        w.count = 0;
        if (s->start)
            scan_all(m, s, &w, count, mask);
        else
            scan_unordered(m, s, &w, mask);
        check(m, s, &w);
    }
    found = collect(m, mask);
    for (u64 k = 0; k < count; k++) m->present[m->atoms[k]] = 0;
    return found;
}
