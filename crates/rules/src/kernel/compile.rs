//! Rules to programs, dictionaries and postings.
//!
//! Two passes: the first writes every rule's program and counts what its tokens tell of their
//! frequency; the second reads the programs again and posts each rule under its rarest tokens.

use super::dictionary::{self, Dictionary, Id};
use super::frequency::Frequency;
use super::needs::Needs;
use super::postings::{Index, Near, Posting};
use super::program::{self, Before, Form, Program, Term, Terms};
use super::{Kernel, Scope};
use crate::chars::Folding;
use crate::fold::{Ch, Mode};
use crate::parts::add_text;
use crate::term::{gap, may_fold_otherwise, neighbours};
use crate::token::{Tokens, hash_of, pair_hash};
use crate::validate::split;
use hashbrown::HashMap;
use hearken_model::KeywordsRule;

/// Takes rules and makes a [`Kernel`].
#[derive(Debug)]
pub(crate) struct Compiler {
    strip: bool,
    words: Dictionary,
    frequency: Frequency,
    /// Bytes of the tokens so far, wherever they stand.
    bytes: usize,
    code: Vec<u32>,
    places: Vec<u32>,
    scopes: Vec<Scope>,
    scope_numbers: HashMap<Scope, u32>,
    chars: Vec<Ch>,
    tokens: Tokens,
    /// Of the term at hand.
    pieces: Vec<(Id, Before)>,
    /// Of the list at hand: terms of one token, and others as they are written.
    single: Vec<Id>,
    others: Vec<u32>,
}

impl Compiler {
    /// For rules that heed accents, or for those that ignore them.
    pub(crate) fn new(strip: bool) -> Self {
        Self {
            strip,
            words: Dictionary::default(),
            frequency: Frequency::default(),
            bytes: 0,
            code: Vec::new(),
            places: Vec::new(),
            scopes: Vec::new(),
            scope_numbers: HashMap::new(),
            chars: Vec::new(),
            tokens: Tokens::default(),
            pieces: Vec::new(),
            single: Vec::new(),
            others: Vec::new(),
        }
    }

    /// Words that the programs take so far: no more than that many tokens, pairs or postings.
    pub(crate) const fn words(&self) -> usize {
        self.code.len()
    }

    /// Bytes that the tokens take at most.
    pub(crate) const fn bytes(&self) -> usize {
        self.bytes
    }

    /// Adds a rule under a number, larger than those before.
    pub(crate) fn add(&mut self, number: u32, rule: &KeywordsRule) {
        let at = self.code.len() as u32;
        let scope = self.scope(rule);
        program::begin(&mut self.code, number, rule.proximity, scope);
        let lists = [&rule.keywords, &rule.inclusions, &rule.exclusions];
        for (list, entries) in lists.into_iter().enumerate() {
            self.single.clear();
            self.others.clear();
            for entry in split(entries) {
                self.add_term(entry, list > 0);
            }
            let (words, others) = (&mut self.single, &self.others);
            program::push_list(&mut self.code, at, list, words, others);
        }
        self.places.push(at);
    }

    fn scope(&mut self, rule: &KeywordsRule) -> Option<u32> {
        if Scope::is_open(rule) {
            return None;
        }
        let scope = Scope::of(rule);
        let next = self.scopes.len() as u32;
        let number = *self.scope_numbers.entry(scope.clone()).or_insert(next);
        if number == next {
            self.scopes.push(scope);
        }
        Some(number)
    }

    fn add_term(&mut self, entry: &str, is_context: bool) {
        self.read_form(entry, Folding::Plain, is_context);
        if self.pieces.is_empty() {
            return;
        }
        let otherwise = entry.contains(may_fold_otherwise);
        match *self.pieces.as_slice() {
            [(id, _)] if !otherwise => self.single.push(id),
            _ if !otherwise => program::push_form(&mut self.others, &self.pieces),
            _ => {
                program::push_turkic(&mut self.others);
                program::push_form(&mut self.others, &self.pieces);
                // What is visible under one folding is visible under the other.
                self.read_form(entry, Folding::Turkic, is_context);
                program::push_form(&mut self.others, &self.pieces);
            }
        }
    }

    /// Reads the tokens of an entry.
    fn read_form(&mut self, entry: &str, folding: Folding, is_context: bool) {
        let mode = Mode {
            folding,
            strip: self.strip,
        };
        self.tokens.clear();
        add_text(entry, &[], mode, false, &mut self.chars, &mut self.tokens);
        self.pieces.clear();
        let mut before = None;
        for (at, token) in self.tokens.list.iter().enumerate() {
            let text = self.tokens.text(token);
            self.bytes += text.len() + dictionary::NUMBER;
            let id = self.words.intern(token.hash, text);
            if is_context {
                self.frequency.note_context(id);
            }
            let pair = at.checked_sub(1).map(|last| last..=at);
            let pair = pair.and_then(|range| self.tokens.list.get(range));
            let are_neighbours = pair.is_some_and(|pair| neighbours(pair).is_some());
            let gap = gap(before.replace(token.kind), token);
            self.pieces.push((id, Before::new(gap, are_neighbours)));
        }
    }

    /// Posts the rules.
    pub(crate) fn finish(self) -> Kernel {
        let Self {
            mut code, words, ..
        } = self;
        let mut poster = Poster {
            words: &words,
            frequency: &self.frequency,
            pairs: Dictionary::default(),
            word_postings: Vec::new(),
            pair_postings: Vec::new(),
        };
        let mut is_scoped = true;
        for at in self.places {
            is_scoped &= Program::read(&code, at).is_some_and(|p| p.scope.is_some());
            let by_inclusion = Program::read(&code, at).is_some_and(|p| poster.post(at, &p));
            if by_inclusion {
                program::set_by_inclusion(&mut code, at);
            }
        }
        let Poster {
            pairs,
            word_postings,
            pair_postings,
            ..
        } = poster;
        Kernel {
            strip: self.strip,
            words: Index::new(words, word_postings),
            pairs: Index::new(pairs, pair_postings),
            code: code.into(),
            scopes: self.scopes.into(),
            is_scoped,
        }
    }
}

struct Poster<'w> {
    words: &'w Dictionary,
    frequency: &'w Frequency,
    pairs: Dictionary,
    word_postings: Vec<(Id, Posting)>,
    pair_postings: Vec<(Id, Posting)>,
}

/// By what a form is looked for.
#[derive(Clone, Copy)]
enum Key {
    Word(Id, Near),
    Pair(Id, Id),
}

impl Poster<'_> {
    /// Posts a rule under one token of each keyword, or of each inclusion when these are rarer;
    /// whether it was by inclusions.
    fn post(&mut self, at: u32, program: &Program<'_>) -> bool {
        // How often the rule is brought up, times what is then to be looked for.
        let cost = |terms: Terms<'_>, others: Terms<'_>| -> u64 {
            let frequent: u64 = terms
                .all()
                .flat_map(forms)
                .map(|form| self.key(form).1)
                .sum();
            frequent * others.all().count() as u64
        };
        let (keywords, inclusions) = (program.keywords, program.inclusions);
        let by_inclusion = !inclusions.is_empty()
            && !keywords.is_empty()
            && cost(inclusions, keywords) < cost(keywords, inclusions) / 2;
        let anchors = if by_inclusion {
            program.inclusions
        } else {
            program.keywords
        };
        let others = match (by_inclusion, inclusions.is_empty()) {
            (true, _) => keywords,
            (false, false) => inclusions,
            (false, true) => {
                self.post_alone(at, program);
                return false;
            }
        };
        let needs = self.needs(others);
        for term in anchors.all() {
            for form in forms(term) {
                self.put(form, at, needs, term.turkic.is_some());
            }
        }
        by_inclusion
    }

    /// Posts a rule without inclusions.
    fn post_alone(&mut self, at: u32, program: &Program<'_>) {
        let is_free = program.scope.is_none() && program.exclusions.is_empty();
        for term in program.keywords.all() {
            for form in forms(term) {
                match form {
                    Form::Word(id) if is_free && term.turkic.is_none() => {
                        self.word_postings.push((id, Posting::proof(program.rule)));
                    }
                    _ => self.put(form, at, Needs::NOTHING, term.turkic.is_some()),
                }
            }
        }
    }

    /// One token of each term, of which a post holds at least one.
    fn needs(&self, terms: Terms<'_>) -> Needs {
        let forms = terms.all().flat_map(forms);
        Needs::any_of(forms.map(|form| self.hash(self.key(form).2)))
    }

    fn hash(&self, id: Id) -> u64 {
        hash_of(self.words.text(id))
    }

    fn put(&mut self, form: Form<'_>, at: u32, needs: Needs, is_turkic: bool) {
        let (key, ..) = self.key(form);
        match key {
            // With two forms, only the rule knows which one counts.
            Key::Word(id, Near::Alone) if is_turkic => {
                self.put_word(id, at, Near::Unknown, needs);
            }
            Key::Word(id, near) => {
                let needs = match near {
                    Near::Next(other) | Near::Last(other) if needs == Needs::NOTHING => {
                        Needs::any_of(std::iter::once(self.hash(other)))
                    }
                    _ => needs,
                };
                self.put_word(id, at, near, needs);
            }
            Key::Pair(first, second) => self.put_pair(first, second, at, needs),
        }
    }

    fn put_word(&mut self, id: Id, rule: u32, near: Near, needs: Needs) {
        self.word_postings
            .push((id, Posting::new(rule, near, needs)));
    }

    fn put_pair(&mut self, first: Id, second: Id, rule: u32, needs: Needs) {
        let (first, second) = (self.words.text(first), self.words.text(second));
        let hash = pair_hash(hash_of(first), hash_of(second));
        let id = self.pairs.intern(hash, &[first, second].concat());
        self.pair_postings
            .push((id, Posting::new(rule, Near::Unknown, needs)));
    }

    /// The rarest token, or pair of neighbours, of a form, how frequent it is, and a token of it.
    fn key(&self, form: Form<'_>) -> (Key, u64, Id) {
        let pieces = form.pieces();
        let of = |id| self.frequency.of(id, self.words.text(id));
        let mut best = (Key::Word(0, Near::Unknown), u64::MAX, 0);
        let mut last: Option<Id> = None;
        for (at, piece) in pieces.clone().enumerate() {
            let id = piece.id();
            let next = pieces.clone().nth(at + 1).map(|next| Near::Next(next.id()));
            let near = next.or(last.map(Near::Last)).unwrap_or(Near::Alone);
            let own = of(id);
            if own < best.1 {
                best = (Key::Word(id, near), own, id);
            }
            if let (Some(last), Before::Neighbour) = (last, piece.before()) {
                let both = Frequency::of_pair(of(last), own);
                if both < best.1 {
                    best = (Key::Pair(last, id), both, id);
                }
            }
            last = Some(id);
        }
        best
    }
}

fn forms(term: Term<'_>) -> impl Iterator<Item = Form<'_>> {
    [Some(term.plain), term.turkic].into_iter().flatten()
}
