package dev.latchkey.demo;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/** Has the sample ready before the server takes its first request. */
@Component
@Profile("demo")
class DemoStart implements SmartInitializingSingleton {
    private final SampleData data;
    private final SampleConnection connection;
    private final ServiceProviders providers;

    DemoStart(SampleData data, SampleConnection connection, ServiceProviders providers) {
        this.data = data;
        this.connection = connection;
        this.providers = providers;
    }

    @Override
    public void afterSingletonsInstantiated() {
        data.load();
        for (Tenant tenant : Tenant.values()) {
            providers.of(tenant).forEach(each -> connection.refresh(tenant, each));
        }
    }
}
