package dev.latchkey.saml;

import dev.latchkey.saml.xml.XmlRefused;

/** Gives each refusal of the parser its reason. */
final class Unreadable {
    private Unreadable() {}

    static Reason reason(XmlRefused refused) {
        return switch (refused.kind()) {
            case NOT_XML -> Reason.NOT_XML;
            case ENCODING -> Reason.ENCODING_UNSUPPORTED;
            case DOCTYPE -> Reason.DOCTYPE_FORBIDDEN;
            case ENTITY -> Reason.ENTITY_FORBIDDEN;
            case PROCESSING_INSTRUCTION -> Reason.PROCESSING_INSTRUCTION_FORBIDDEN;
            case TOO_DEEP -> Reason.TOO_DEEP;
            case TOO_MANY_ELEMENTS -> Reason.TOO_MANY_ELEMENTS;
            case TOO_MANY_ATTRIBUTES -> Reason.TOO_MANY_ATTRIBUTES;
            case TEXT_TOO_LONG -> Reason.TEXT_TOO_LONG;
            case NAMESPACE -> Reason.NAMESPACE_UNSOUND;
        };
    }
}
