package dev.latchkey.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import dev.latchkey.audit.Actor;
import dev.latchkey.audit.Caller;
import dev.latchkey.directory.NewUser;
import dev.latchkey.directory.Organization;
import dev.latchkey.directory.User;
import dev.latchkey.operators.Operators;
import dev.latchkey.shared.Secret;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.ContextConfiguration;

/**
 * The assisted way as people go it, from the customer's request to the undo: the customer's admin, an operator, a pilot,
 * an ordinary user and the emergency admin, each at a browser of their own, with Keycloak as the IdP.
 */
@ContextConfiguration(initializers = RolloutWalkTest.Post.class)
@NullUnmarked
class RolloutWalkTest extends EndToEnd {
    private static final String PASSWORD = "correct horse battery";
    private static final GreenMail POST =
            new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

    private final LocalDate switchDay = LocalDate.now(ZoneOffset.UTC).plusDays(20);

    @Autowired private Operators operators;

    private Realm realm;
    private Organization organization;
    private User grace;
    private User ada;
    private User luca;

    /** A mail server of the test's own. */
    static final class Post
            implements ApplicationContextInitializer<ConfigurableApplicationContext> {
        @Override
        public void initialize(ConfigurableApplicationContext context) {
            POST.start();
            TestPropertyValues.of("latchkey.smtp-url=smtp://127.0.0.1:" + POST.getSmtp().getPort())
                    .applyTo(context);
        }
    }

    @AfterAll
    static void closeThePost() {
        POST.stop();
    }

    @Test
    void fromTheRequestToTheUndo() throws Exception {
        people();
        try (Person customer = person();
                Person operator = person();
                Person pilot = person();
                Person user = person()) {
            byPassword(customer, grace).open("/organization/requests/new");
            asks(customer);
            takesTheRequest(operator);
            theConnectionIsMade(customer, operator);
            thePilotsTry(customer, operator, pilot);
            theEmergencyAdminTries(customer);
            theListIsMade(operator);
            theListIsReviewed(customer);
            theUsersAreTold(operator);
            thePasswordIsForgotten(user);
            byPassword(user, luca);
            theUserSeesTheNotice(user);
            theUsersSwitch(customer, operator);
            theUserComesThroughTheIdp(user);
            theEmergencyAdminComesIn(customer);
            theSwitchIsUndone(customer, user);
            theEvidenceHasItAll(customer);
        }
    }

    private void people() {
        realm = Realm.create("walk");
        organization = organization("Walk " + realm.name());
        grace = user(organization, "grace@" + domain());
        ada = ordinary("ada", "Ada");
        luca = ordinary("luca", "Luca");
        ordinary("ben+console", "Ben");
        realm.addUser("grace", grace.email());
        realm.addUser("ada", ada.email());
        realm.addUser("luca", luca.email());
        operators.create(Actor.SYSTEM, "olivia@vendor.example", "Olivia", new Secret(PASSWORD));
    }

    private User ordinary(String local, String name) {
        User made =
                ok(
                        directory.createUser(
                                Caller.system(organization.id()),
                                new NewUser(local + "@" + domain(), name, false)));
        directory.setPassword(Caller.system(organization.id()), made.id(), PASSWORD);
        return made;
    }

    private String domain() {
        return realm.name() + ".example";
    }

    private Person byPassword(Person person, User user) {
        person.open("/login").page().fill("#email", user.email());
        person.click("Continue").page().fill("#password", PASSWORD);
        return press(person, "Sign in");
    }

    private static Person press(Person person, String button) {
        person.page().locator("main button:visible:text-is(\"" + button + "\")").first().click();
        return person;
    }

    private static void sees(Person person, String text) {
        assertThat(person.page().locator("main")).containsText(text);
    }

    private static void follow(Person person, String link) {
        person.page()
                .locator("main a:visible")
                .filter(new Locator.FilterOptions().setHasText(link))
                .first()
                .click();
    }

    private static void asks(Person customer) {
        Page page = customer.page();
        page.selectOption("#kind", "SET_UP_SSO");
        page.fill("#subject", "Single sign-on, please");
        page.fill("#text", "We use Keycloak.");
        press(customer, "Send to support");
        sees(customer, "We use Keycloak.");
    }

    private void takesTheRequest(Person operator) {
        operator.open("/operator/login").page().fill("#email", "olivia@vendor.example");
        operator.page().fill("#password", PASSWORD);
        press(operator, "Sign in");
        operator.page().waitForURL("**/operator");
        operator.open("/operator/requests");
        follow(operator, "Single sign-on, please");
        press(operator, "Take it");
        operator.page()
                .fill("#text", "Gladly. Please hand in your metadata on the rollout's page.");
        press(operator, "Send to the customer");
        operator.open("/operator/organizations/" + organization.id() + "/rollouts");
        press(operator, "Start a rollout");
        sees(operator, "must act now");
    }

    private void theConnectionIsMade(Person customer, Person operator) {
        customer.open("/organization/rollouts");
        follow(customer, "Begun on");
        follow(customer, "Submit the details");
        customer.page().fill("#text", new String(realm.metadata(), StandardCharsets.UTF_8));
        press(customer, "Submit the metadata");
        sees(customer, realm.entityId());

        operator.page().reload();
        press(operator, "Make the connection");
        sees(operator, "Our ACS URL");
        var connection = connections.of(organization.id()).getFirst();
        realm.addClient(connections.spMetadata(connection).xml(), Realm.attributes(PLAIN));

        customer.page().reload();
        press(customer, "Our identity provider has these values");
        sees(customer, "confirmed");
    }

    private void thePilotsTry(Person customer, Person operator, Person pilot) {
        customer.page().fill("#emails", grace.email() + "\n" + ada.email());
        press(customer, "Nominate");
        operator.page().reload();
        press(operator, "Enable the pilots");

        pilot.beginSignIn(ada.email()).signInAtIdp("ada").arrives(ada.email());
        // The operator's page looks again by itself.
        assertThat(
                        operator.page()
                                .locator("#pilots tr")
                                .filter(new Locator.FilterOptions().setHasText(ada.email())))
                .containsText("worked");
        try (Person grace2 = person()) {
            grace2.beginSignIn(grace.email()).signInAtIdp("grace").arrives(grace.email());
        }
        operator.page().reload();
        press(operator, "The test went well");
        customer.page().reload();
        press(customer, "The test went well");
        sees(customer, "Start the list");
    }

    private void theEmergencyAdminTries(Person customer) {
        customer.open("/organization/emergency");
        customer.page().selectOption("select[name=user]", grace.id().toString());
        press(customer, "Give emergency access");
        customer.open("/organization/emergency/codes");
        press(customer, "Make recovery codes");
        codes = customer.page().locator(".codes code").allTextContents();
        assertThat(codes).hasSize(10);
        try (Person emergency = person()) {
            comesInByCode(emergency, codes.get(0));
        }
    }

    private List<String> codes;

    private void comesInByCode(Person person, String code) {
        person.open("/login/emergency").page().fill("#email", grace.email());
        person.page().fill("#code", code.toLowerCase(Locale.ROOT));
        press(person, "Sign in");
        person.page().waitForURL("**/organization/emergency/used");
    }

    private void theListIsMade(Person operator) {
        operator.page().reload();
        operator.page().fill("#name", "Everybody");
        press(operator, "Start the list");
        operator.page().fill("#domains", domain() + "\ngmail.com\n");
        press(operator, "Add the domains");
        sees(operator, "Everybody can have an address of this mail service.");
        sees(operator, "4 users so far");
        press(operator, "Make the list");
        sees(operator, "ben+console@" + domain());
    }

    private void theListIsReviewed(Person customer) {
        customer.open("/organization/rollouts");
        follow(customer, "Begun on");
        follow(customer, "Everybody");
        String list = customer.page().url();
        customer.page().navigate(list + "/comparison");
        customer.page()
                .setInputFiles(
                        "#file",
                        new FilePayload(
                                "users.csv",
                                "text/csv",
                                ("login,email,firstName,lastName,status\n"
                                                + person("grace", "Grace")
                                                + person("ada", "Ada")
                                                + person("luca", "Luca")
                                                + person("ben", "Ben"))
                                        .getBytes(StandardCharsets.UTF_8)));
        press(customer, "Upload");
        press(customer, "Compare");
        customer.page().navigate(list + "/readiness/alias-suspected");
        sees(customer, "ben+console@" + domain());
        customer.page().check("input[name=user]");
        customer.page().fill("#reason", "Signs in as ben soon");
        press(customer, "Leave out of the list");
        customer.page().navigate(list + "/readiness/never-signed-in");
        press(customer, "Accept");
        customer.page().navigate(list + "/list");
        press(customer, "Approve this list");
        sees(customer, "Readiness cleared");
        assertThat(customer.page().locator("main")).containsText("3 users will switch");
    }

    private String person(String local, String name) {
        String address = local + "@" + domain();
        return address + "," + address + "," + name + ",Walker,ACTIVE\n";
    }

    private void theUsersAreTold(Person operator) throws Exception {
        operator.open("/operator/organizations/" + organization.id() + "/rollouts");
        follow(operator, "Begun on");
        follow(operator, "Everybody");
        String list = operator.page().url();
        operator.page().navigate(list + "/announcement/wording");
        operator.page().fill("#day", switchDay + "T09:00");
        operator.page().fill("#help", "helpdesk@" + domain());
        press(operator, "Save and preview the mail");
        operator.page().navigate(list + "/announcement/sending");
        press(operator, "Send now");
        for (int i = 0; i < 100 && told().size() < 3; i++) {
            Thread.sleep(200);
        }
        assertThat(told()).containsExactlyInAnyOrder(grace.email(), ada.email(), luca.email());
        for (int i = 0; i < 100 && !state().equals("ANNOUNCED"); i++) {
            Thread.sleep(200);
        }
        operator.page().navigate(list);
        sees(operator, "must act now");
    }

    /** Who got the mail with the day in it. */
    private List<String> told() {
        return Arrays.stream(POST.getReceivedMessages())
                .filter(message -> GreenMailUtil.getBody(message).contains(switchDay.toString()))
                .map(RolloutWalkTest::recipient)
                .toList();
    }

    private static String recipient(Message message) {
        try {
            return message.getAllRecipients()[0].toString();
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    private String state() {
        return jdbc.sql("select state from cohort where organization_id = ?")
                .param(organization.id().value())
                .query(String.class)
                .single();
    }

    /** Here, since the other servers whose pages are looked at have no mail server. */
    private void thePasswordIsForgotten(Person user) {
        Viewer viewer = new Viewer(user.page());
        user.open("/login/forgot");
        viewer.look("login-forgot-by-mail");
        user.page().fill("#email", luca.email());
        press(user, "Send me a link");
        sees(user, "a message is on its way");
        viewer.look("login-forgot-sent");
        assertThat(viewer.complaints()).isEmpty();
    }

    private void theUserSeesTheNotice(Person user) {
        user.sees("Your sign-in changes");
        sees(user, DateTimeFormatter.ofPattern("d MMM uuuu", Locale.ENGLISH).format(switchDay));
        follow(user, "Continue");
        sees(user, "a password");
    }

    private void theUsersSwitch(Person customer, Person operator) {
        customer.open("/organization/rollouts");
        follow(customer, "Begun on");
        follow(customer, "Everybody");
        follow(customer, "The go-ahead");
        press(customer, "Give the go-ahead");
        sees(customer, ", automatically.");
        follow(customer, "Change the go-ahead");
        customer.page().check("input[name=when][value=NOW]");
        press(customer, "Give the go-ahead");
        sees(customer, "As soon as the button is pressed.");
        operator.page().reload();
        press(operator, "Switch these users now");
        operator.sees("After the switch");
        assertThat(state()).isEqualTo("ENFORCED");
    }

    private void theUserComesThroughTheIdp(Person user) throws InterruptedException {
        for (int i = 0; i < 100 && user.isSignedIn(); i++) {
            Thread.sleep(100);
        }
        assertThat(user.isSignedIn()).as("the session that began with a password").isFalse();
        user.open("/login").page().fill("#email", luca.email());
        user.click("Continue");
        user.signInAtIdp("luca").arrives(luca.email());
    }

    private void theEmergencyAdminComesIn(Person customer) {
        assertThat(customer.isSignedIn()).as("she, too, had come in by password").isFalse();
        comesInByCode(customer, codes.get(1));
    }

    private void theSwitchIsUndone(Person customer, Person user) {
        customer.open("/organization/rollouts");
        follow(customer, "Begun on");
        follow(customer, "Everybody");
        follow(customer, "Watch the sign-ins");
        sees(customer, "through this identity provider");
        customer.page().fill("#reason", "The identity provider is moved tonight");
        press(customer, "Undo it for all");
        sees(customer, "The switch was undone");
        assertThat(state()).isEqualTo("ANNOUNCED");
        assertThat(user.isSignedIn()).as("people who are signed in stay signed in").isTrue();
        try (Person again = person()) {
            byPassword(again, luca).sees("Your sign-in changes");
        }
    }

    private static void theEvidenceHasItAll(Person customer) {
        follow(customer, "Back to the rollout");
        follow(customer, "Evidence");
        for (String action :
                List.of(
                        "opened the request",
                        "started the rollout",
                        "submitted the identity provider's details",
                        "created the connection",
                        "nominated a pilot",
                        "enabled a pilot",
                        "made the list from its rules",
                        "left users out of the list",
                        "completed the announcement of the list",
                        "switched the list to single sign-on",
                        "undid the switch, so that passwords work again")) {
            sees(customer, action);
        }
    }
}
