using Conferencing.Contract;
using Conferencing.Server.Api;
using Conferencing.Server.Attendance;
using Conferencing.Server.Audit;
using Conferencing.Server.Bridge;
using Conferencing.Server.Data;
using Conferencing.Server.Demo;
using Conferencing.Server.Documents;
using Conferencing.Server.Feeds;
using Conferencing.Server.Identity;
using Conferencing.Server.Invitations;
using Conferencing.Server.Jobs;
using Conferencing.Server.Live;
using Conferencing.Server.OpenId;
using Conferencing.Server.Places;
using Conferencing.Server.Plans;
using Conferencing.Server.Recordings;
using Conferencing.Server.Reorganising;
using Conferencing.Server.Reports;
using Conferencing.Server.Retention;
using Conferencing.Server.Settings;
using Conferencing.Server.Sip;
using Conferencing.Server.Traces;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Conferencing.Server.Hosting;

/// <summary>How the server is put together: its services, and the way a request takes through it.</summary>
internal static class ServerHost
{
    private const long MaxBodyBytes = 256 * 1024;

    /// <summary>A node's snapshot of some hundred rooms, with every call of the day.</summary>
    private const long MaxNodeMessageBytes = 16 * 1024 * 1024;

    /// <param name="change">For tests: replaces services.</param>
    public static WebApplication Build(string[] args, DataFolder folder, Action<IServiceCollection>? change = null)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        ServerConfiguration.Read(builder.Configuration, args);
        AddSettings(builder);
        AddLogging(builder);
        AddWeb(builder);
        AddIdentity(builder);
        AddParts(builder.Services, folder);
        PrepareJobs.Add(builder.Services);
        change?.Invoke(builder.Services);
        var app = builder.Build();
        Use(app);
        return app;
    }

    /// <summary>Options are plain classes to whoever needs them: settings are read once.</summary>
    private static void AddSettings(WebApplicationBuilder builder)
    {
        Add<WebOptions>(WebOptions.Section);
        Add<DataOptions>(DataOptions.Section);
        Add<SipOptions>(SipOptions.Section);
        Add<RtpOptions>(RtpOptions.Section);
        Add<BridgeOptions>(BridgeOptions.Section);
        Add<NodeOptions>(NodeOptions.Section);
        Add<ConferenceOptions>(ConferenceOptions.Section);
        Add<RedialOptions>(RedialOptions.Section);
        Add<DialInOptions>(DialInOptions.Section);
        Add<LoadOptions>(LoadOptions.Section);
        Add<DemoOptions>(DemoOptions.Section);
        Add<DefenceOptions>(DefenceOptions.Section);
        Add<RegistrarOptions>(RegistrarOptions.Section);
        Add<HeartbeatOptions>(HeartbeatOptions.Section);
        Add<RecordingOptions>(RecordingOptions.Section);
        Add<SoundOptions>(SoundOptions.Section);
        Add<DocumentOptions>(DocumentOptions.Section);
        Add<MailOptions>(MailOptions.Section);
        Add<MailRepliesOptions>(MailRepliesOptions.Section);
        Add<AuditOptions>(AuditOptions.Section);
        Add<RetentionOptions>(RetentionOptions.Section);
        SettingsOf<RetentionOptions>(builder.Configuration, RetentionOptions.Section).Check();
        Add<SignInSettings>(SignInSettings.Section);
        Add<CapacityOptions>(CapacityOptions.Section);
        SettingsOf<CapacityOptions>(builder.Configuration, CapacityOptions.Section).Check();
        Add<ApprovalOptions>(ApprovalOptions.Section);
        var warnings = SettingsOf<ConferenceOptions>(builder.Configuration, ConferenceOptions.Section).EndWarningMinutes;
        if (PlanMaker.Warnings(warnings) is null) throw new StartRefusedException($"Conference:EndWarningMinutes is '{warnings}', but minutes like '5,1' are wanted.");

        SettingsOf<AuditOptions>(builder.Configuration, AuditOptions.Section).Check();
        Add<OpenIdSettings>(OpenIdSettings.Section);
        var openId = SettingsOf<OpenIdSettings>(builder.Configuration, OpenIdSettings.Section);
        openId.Check();
        SettingsOf<SignInSettings>(builder.Configuration, SignInSettings.Section).Check(openId.Enabled);
        MailSettings.Check(SettingsOf<MailOptions>(builder.Configuration, MailOptions.Section));
        MailSettings.Check(SettingsOf<MailRepliesOptions>(builder.Configuration, MailRepliesOptions.Section));

        void Add<T>(string section) where T : class, new() => builder.Services.AddSingleton(SettingsOf<T>(builder.Configuration, section));
    }

    /// <exception cref="StartRefusedException">A value has the wrong type.</exception>
    public static T SettingsOf<T>(IConfiguration configuration, string section) where T : class, new()
    {
        try
        {
            return configuration.GetSection(section).Get<T>() ?? new T();
        }
        catch (InvalidOperationException fault)
        {
            throw new StartRefusedException($"The settings of {section} cannot be read: {fault.Message}");
        }
    }

    private static void AddLogging(WebApplicationBuilder builder)
    {
        builder.Logging.ClearProviders();
        builder.Logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "yyyy-MM-dd HH:mm:ss.fff ";
        });
        builder.Logging.SetMinimumLevel(LogLevel.Information);
        foreach (var loud in new[] { "Microsoft", "Hangfire", "System" }) builder.Logging.AddFilter(loud, LogLevel.Warning);
        // Keys lie in the data folder, which only its owner can read; that they are not encrypted there is known.
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        // Its own words about a failed start are replaced by one line of ours.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);
        builder.Logging.AddConfiguration(builder.Configuration.GetSection("Logging"));
    }

    private static void AddWeb(WebApplicationBuilder builder)
    {
        var web = SettingsOf<WebOptions>(builder.Configuration, WebOptions.Section);
        if (!System.Net.IPAddress.TryParse(web.Bind, out var bind)) throw new StartRefusedException($"Web:Bind is '{web.Bind}', which is no IP address.");
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxBodyBytes;
            kestrel.Listen(bind, web.Port);
        });
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(15));
        builder.Services.ConfigureHttpJsonOptions(options => ApiJson.Configure(options.SerializerOptions));
        builder.Services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        builder.Services.AddOpenApi(OpenApiDocument.Name, OpenApiDocument.Configure);
        builder.Services.AddRateLimiter(options => RateLimits.Configure(options, web));
        builder.Services.AddSignalR(hubs =>
        {
            hubs.KeepAliveInterval = TimeSpan.FromSeconds(5);
            hubs.ClientTimeoutInterval = TimeSpan.FromSeconds(15);
        }).AddJsonProtocol(json => ContractJson.Configure(json.PayloadSerializerOptions))
            .AddHubOptions<BridgeHub>(hub => hub.MaximumReceiveMessageSize = MaxNodeMessageBytes);
    }

    private static void AddIdentity(WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddIdentityCore<Account>(AccountForm.Configure).AddEntityFrameworkStores<Db>();
        services.AddOptions<IdentityOptions>().Configure<WebOptions>((identity, web) =>
        {
            identity.Lockout.MaxFailedAccessAttempts = web.LockoutAfter;
            identity.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(web.LockoutMinutes);
        });
        var web = SettingsOf<WebOptions>(builder.Configuration, WebOptions.Section);
        var openId = SettingsOf<OpenIdSettings>(builder.Configuration, OpenIdSettings.Section);
        var ways = services.AddAuthentication(Schemes.Either)
            .AddPolicyScheme(Schemes.Either, null, options => options.ForwardDefaultSelector = Schemes.Choose)
            .AddCookie(AccountCookie.Scheme, options => AccountCookie.Configure(options, web))
            .AddScheme<AuthenticationSchemeOptions, TokenAuthentication>(TokenAuthentication.Scheme, null)
            .AddScheme<AuthenticationSchemeOptions, BridgeKeyAuthentication>(BridgeKeyAuthentication.Scheme, null);
        if (openId.Enabled) ways.AddOpenIdConnect(OpenIdSignIn.Scheme, options => OpenIdSignIn.Configure(options, openId));
        services.AddAuthorization(Policies.Add).AddSingleton<Microsoft.AspNetCore.Authorization.IAuthorizationHandler, NamedSecretaryHandler>();
        services.AddDataProtection().SetApplicationName("conferencing");
        services.AddOptions<Microsoft.AspNetCore.DataProtection.KeyManagement.KeyManagementOptions>().Configure<DataFolder, ILoggerFactory>((keys, folder, logs) =>
            keys.XmlRepository = new Microsoft.AspNetCore.DataProtection.Repositories.FileSystemXmlRepository(new DirectoryInfo(folder.WebKeys), logs));
        services.AddSingleton<SetupCode>().AddSingleton<AccountLookup>().AddSingleton<SecondFactor>().AddSingleton<OpenIdAccounts>().AddSingleton<PendingSignIn>().AddSingleton<SessionReading>();
    }

    private static void AddParts(IServiceCollection services, DataFolder folder)
    {
        services.AddSingleton<IHostLifetime, OrderlyStop>();
        services.AddSingleton(folder).AddSingleton(TimeProvider.System).AddSingleton<Counters>().AddSingleton<ListenAddress>();
        services.AddSingleton(provider => Storage.Of(provider.GetRequiredService<DataOptions>(), folder));
        services.AddHttpContextAccessor().AddSingleton<AuditTrail>().AddSingleton<AuditInterceptor>().AddScoped<AuditReading>().AddSingleton<AuditRetentionJob>();
        services.AddDbContextFactory<Db>((provider, db) =>
        {
            provider.GetRequiredService<Storage>().Configure(db);
            db.AddInterceptors(provider.GetRequiredService<AuditInterceptor>());
        });
        services.AddSingleton<PlainSql>().AddSingleton<WriteGate>().AddSingleton<BookingMemory>();
        // For who may get by without one.
        services.AddScoped(provider => new Lazy<Db>(provider.GetRequiredService<Db>));
        services.AddSingleton<BridgeKey>().AddSingleton<BridgeProgram>().AddSingleton<NodeLock>().AddSingleton<NodeLine>();
        services.AddSingleton<LiveConnections>().AddSingleton<StatusBoard>().AddHostedService(provider => provider.GetRequiredService<StatusBoard>());
        services.AddSingleton<DialInDesk>().AddSingleton<PlanStore>().AddSingleton<PlanCourier>().AddSingleton<AttendanceStore>();
        services.AddSingleton<TraceBook>();
        services.AddSingleton<RecordingShelf>().AddSingleton<RecordingDesk>().AddSingleton<RetentionJob>();
        services.AddSingleton<RetentionSweep>().AddSingleton<PersonalDataJob>();
        services.AddSingleton<Holidays>().AddSingleton<BookingNews>().AddSingleton<BookingDesk>().AddSingleton<ConferenceDesk>().AddScoped<BriefingReading>().AddScoped<CalendarReading>().AddScoped<ReportReading>().AddScoped<ApprovalsReading>().AddScoped<FeedReading>();
        services.AddSingleton<DocumentStore>().AddSingleton<DocumentDesk>().AddSingleton<PlaceDesk>().AddSingleton<ReorganisingDesk>().AddSingleton<PresetDesk>();
        services.AddSingleton<InvitationDesk>().AddSingleton<HeldDesk>().AddSingleton<ReminderDesk>().AddSingleton<DecisionDesk>().AddSingleton<OutboxCourier>().AddHostedService(provider => provider.GetRequiredService<OutboxCourier>());
        services.AddSingleton<ReplyDesk>().AddSingleton<ReplyMailbox>().AddHostedService(provider => provider.GetRequiredService<ReplyMailbox>()).AddScoped<ReplyAnswers>();
        services.AddSingleton<SipSecrets>().AddSingleton<SipPlanMaker>().AddSingleton<SipDesk>();
        services.AddHostedService<StartUp>();
        services.AddSingleton<BridgeSupervisor>().AddHostedService(provider => provider.GetRequiredService<BridgeSupervisor>());
        services.AddSingleton<DemoProvince>().AddSingleton<DemoRooms>().AddHostedService<DemoRun>();
    }

    private static void Use(WebApplication app)
    {
        app.Use(next => context => SecurityHeaders.Use(context, next));
        app.UseMiddleware<ApiErrors>();
        Pages.Use(app);
        app.UseRouting();
        app.UseAuthentication();
        app.Use(next => context => UnitParents.Use(context, next));
        app.UseRateLimiter();
        app.UseAuthorization();
        app.UseEndpoints(routes =>
        {
            routes.MapApi();
            FeedPages.Map(routes);
            OpenIdPages.Map(routes);
            routes.MapHub<LiveHub>(LiveHub.Path).RequireAuthorization(Policies.Watch);
            routes.MapHub<BridgeHub>(BridgeHub.Path);
            routes.MapOpenApi();
            Health.Map(routes);
            Pages.Map(routes);
        });
    }
}
