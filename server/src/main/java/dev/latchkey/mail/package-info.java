/**
 * Sends mail through the operator's SMTP server: the outbox, in which a mail waits in the database until it is sent,
 * the connections to the server, the one form in which an address is sent, and the operators' page of mails that were
 * not sent. Owns delivery, not what is said.
 */
@org.springframework.modulith.ApplicationModule(
        allowedDependencies = {"shared", "secrets", "url", "jobs", "web", "shell", "audit"})
@dev.latchkey.shared.Tables(own = {"outgoing_mail", "mail_server"})
@org.jspecify.annotations.NullMarked
package dev.latchkey.mail;
