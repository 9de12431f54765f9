package dev.latchkey.saml;

import static dev.latchkey.saml.testing.ResponseBuilder.child;

import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** The eight published shapes of signature wrapping: 1 and 2 around a signed Response, the rest around an assertion. */
final class Wrapping {
    private Wrapping() {}

    static void apply(int shape, Document document) {
        Element response = document.getDocumentElement();
        if (shape <= 2) {
            wrapResponse(shape, document, response);
        } else {
            wrapAssertion(shape, document, response, child(response, "Assertion"));
        }
    }

    private static void wrapResponse(int shape, Document document, Element original) {
        Element forged = (Element) original.cloneNode(true);
        forged.setAttribute("ID", "_forged");
        forge(child(forged, "Assertion"));
        Element signature = child(forged, "Signature");
        document.replaceChild(forged, original);
        if (shape == 1) {
            signature.appendChild(original);
            original.removeChild(child(original, "Signature"));
        } else {
            original.removeChild(child(original, "Signature"));
            forged.insertBefore(original, signature);
        }
    }

    private static void wrapAssertion(
            int shape, Document document, Element response, Element original) {
        Element forged = (Element) original.cloneNode(true);
        forge(forged);
        Element signature = child(original, "Signature");
        Element forgedSignature = child(forged, "Signature");
        switch (shape) {
            case 3 -> {
                forged.removeChild(forgedSignature);
                response.insertBefore(forged, original);
            }
            case 4 -> {
                forged.removeChild(forgedSignature);
                response.replaceChild(forged, original);
                forged.appendChild(original);
            }
            case 5 -> {
                original.removeChild(signature);
                response.insertBefore(forged, original);
            }
            case 6 -> {
                original.removeChild(signature);
                response.replaceChild(forged, original);
                forgedSignature.appendChild(original);
            }
            case 7 -> {
                forged.removeChild(forgedSignature);
                Element extensions =
                        document.createElementNS(
                                "urn:oasis:names:tc:SAML:2.0:protocol", "samlp:Extensions");
                response.insertBefore(extensions, original);
                extensions.appendChild(forged);
            }
            default -> {
                original.removeChild(signature);
                Element object =
                        document.createElementNS("http://www.w3.org/2000/09/xmldsig#", "ds:Object");
                response.replaceChild(forged, original);
                object.appendChild(original);
                forgedSignature.appendChild(object);
            }
        }
    }

    private static void forge(Element assertion) {
        assertion.setAttribute("ID", "_forged-assertion");
        child(child(assertion, "Subject"), "NameID").setTextContent("eve@example.com");
    }
}
