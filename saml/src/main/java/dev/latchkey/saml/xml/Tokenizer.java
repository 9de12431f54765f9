package dev.latchkey.saml.xml;

import com.fasterxml.aalto.stax.InputFactoryImpl;
import javax.xml.stream.XMLInputFactory;

/**
 * One of the library's factories, for one parse at a time. It keeps every name that it has met in a table that grows
 * slow and is never emptied. Strangers must not fill it: it serves until it has met more names than the messages of some
 * IdPs have between them, and nobody after a document that was refused.
 */
final class Tokenizer {
    private static final int MOST_PARSES = 10_000;
    private static final int MOST_NAMES = 400;
    private static final Pool<Tokenizer> SPARES = new Pool<>(Tokenizer::new);

    private final InputFactoryImpl factory = newFactory();
    private final NameCounter names = new NameCounter();
    private int parses;

    private Tokenizer() {}

    static Tokenizer take() {
        Tokenizer tokenizer = SPARES.take();
        tokenizer.parses++;
        return tokenizer;
    }

    /** Keeps it for another parse, unless it has served enough. */
    void keep() {
        if (parses < MOST_PARSES && names.known() <= MOST_NAMES) {
            SPARES.keep(this);
        }
    }

    InputFactoryImpl factory() {
        return factory;
    }

    NameCounter names() {
        return names;
    }

    private static InputFactoryImpl newFactory() {
        InputFactoryImpl made = new InputFactoryImpl();
        made.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, true);
        made.setProperty(XMLInputFactory.IS_COALESCING, true);
        made.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        made.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        made.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        return made;
    }
}
