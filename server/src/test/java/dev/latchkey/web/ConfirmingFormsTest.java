package dev.latchkey.web;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import dev.latchkey.testing.OurClasses;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * Whatever does something on a form's word is told by the form what its page showed (requirement D15), or stands here
 * with the reason why that says nothing.
 */
class ConfirmingFormsTest {
    /** What is compared with what is there: a digest, a version, a one-time token, whose session would end. */
    private static final Set<String> CARRIED = Set.of("seen", "version", "token", "instead");

    private static final String TYPED = "all that it does is in the form";
    private static final String STOPS = "it only stops or shuts out what the address names";
    private static final String MESSAGE = "a message with checks of its own";
    private static final String OWN = "it concerns nobody but whoever sends it";

    private static final Map<String, String> WITHOUT =
            Map.ofEntries(
                    entry("AccountController#add", TYPED),
                    entry("AccountController#create", TYPED),
                    entry("AccountController#remove", STOPS),
                    entry("AcsController#receive", MESSAGE),
                    entry("AnnouncementController#test", OWN),
                    entry("BounceController#take", TYPED),
                    entry("CohortController#add", TYPED),
                    entry("CohortController#begin", TYPED),
                    entry("ComparisonController#upload", TYPED),
                    entry("CorrectionController#ask", TYPED),
                    entry("CorrectionController#cancel", STOPS),
                    entry("DetailsController#existing", "the connection is chosen in the form"),
                    entry("DetailsController#fields", TYPED),
                    entry("DetailsController#metadata", TYPED),
                    entry("DomainController#vouch", TYPED),
                    entry("DomainController#withdraw", STOPS),
                    entry("EmergencyLoginController#enter", TYPED),
                    entry("FocusController#begin", OWN),
                    entry("KeptFormController#discard", OWN),
                    entry("FocusController#choose", OWN),
                    entry("FocusController#end", OWN),
                    entry("LoginController#afterEmail", TYPED),
                    entry("LoginController#afterPassword", TYPED),
                    entry("LogoutController#logout", OWN),
                    entry("MailController#drop", STOPS),
                    entry("MailController#retry", "a mail that waits never changes"),
                    entry("OperatorAuditController#verify", "it changes nothing"),
                    entry("OperatorConnectionController#create", TYPED),
                    entry("ConnectionActivationController#disable", STOPS),
                    entry("MetadataController#preview", "it stores nothing"),
                    entry("MetadataController#renew", "it stores nothing"),
                    entry("ConcessionController#withdraw", STOPS),
                    entry("OperatorLoginController#signOut", OWN),
                    entry("OperatorRequestController#open", TYPED),
                    entry("OperatorThreadController#answer", TYPED),
                    entry("OperatorThreadController#move", "it can be moved back"),
                    entry("OperatorThreadController#note", TYPED),
                    entry("OperatorsController#disable", STOPS),
                    entry(
                            "OperatorsController#enable",
                            "an operator's name and address never change"),
                    entry("OperatorsController#invite", "it makes something new"),
                    entry("OperatorsController#changePassword", TYPED),
                    entry("OperatorsController#withdraw", STOPS),
                    entry("DisableRequestController#ask", TYPED),
                    entry("DisableRequestController#cancel", STOPS),
                    entry("OrganizationController#create", TYPED),
                    entry("OrganizationRequestController#open", TYPED),
                    entry("OrganizationThreadController#close", "it can be opened again"),
                    entry("OrganizationThreadController#reopen", "it can be closed again"),
                    entry("OrganizationThreadController#write", TYPED),
                    entry("OtherPersonController#stay", STOPS),
                    entry("OwnerController#drop", OWN),
                    entry("OwnerController#take", "it is refused where somebody has the request"),
                    entry(
                            "PasswordLinkController#make",
                            "it takes the place of every earlier link"),
                    entry("PasswordLinkController#withdraw", STOPS),
                    entry("PasswordResetController#ask", TYPED),
                    entry("PilotController#dismiss", STOPS),
                    entry("PilotController#nominate", TYPED),
                    entry(
                            "RecoveryCodeController#make",
                            "whoever clicks twice must see the codes that count"),
                    entry("RolloutController#begin", "it makes something new"),
                    entry("RolloutController#close", "whoever switched stays switched"),
                    entry("SendingController#pause", STOPS),
                    entry("SloController#posted", MESSAGE),
                    entry("SwitchController#release", TYPED),
                    entry("SwitchController#withdraw", STOPS),
                    entry("UserController#create", TYPED),
                    entry("UserController#deactivate", STOPS),
                    entry("UserImportController#forget", OWN),
                    entry("UserImportController#stop", STOPS),
                    entry("UserImportController#upload", TYPED));

    private static final JavaClasses CLASSES = OurClasses.ALL;

    @Test
    void whatAFormConfirmsItCarriesOrItIsSaidWhyNot() {
        Set<String> carryNothing =
                CLASSES.stream()
                        .filter(each -> !each.getPackageName().equals("dev.latchkey.demo"))
                        .flatMap(each -> each.getMethods().stream())
                        .map(JavaMethod::reflect)
                        .filter(ConfirmingFormsTest::acts)
                        .filter(method ->
                                Arrays.stream(method.getParameters())
                                        .map(ConfirmingFormsTest::name)
                                        .noneMatch(CARRIED::contains))
                        .map(method ->
                                method.getDeclaringClass().getSimpleName() + "#" + method.getName())
                        .collect(Collectors.toCollection(TreeSet::new));

        assertThat(carryNothing).containsExactlyElementsOf(new TreeSet<>(WITHOUT.keySet()));
    }

    private static boolean acts(Method method) {
        RequestMapping mapping =
                AnnotatedElementUtils.findMergedAnnotation(method, RequestMapping.class);
        return mapping != null
                && !List.of(mapping.method()).isEmpty()
                && !Set.of(mapping.method()).equals(Set.of(RequestMethod.GET));
    }

    private static String name(Parameter parameter) {
        RequestParam param = parameter.getAnnotation(RequestParam.class);
        return param == null
                ? ""
                : !param.name().isEmpty()
                        ? param.name()
                        : !param.value().isEmpty() ? param.value() : parameter.getName();
    }
}
