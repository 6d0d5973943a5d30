using WebApi;

WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(args);
builder.Services.ConfigureHttpJsonOptions(options => options.SerializerOptions.TypeInfoResolverChain.Insert(0, WineJson.Default));

// One client serves all requests: any number of threads may call it at once. The container disposes it.
builder.Services.AddSingleton<IWineModel>(_ => WineModel.Load());

WebApplication app = builder.Build();
app.MapPost("/cultivar", (Wine wine, IWineModel model) => wine.Classify(model));
app.Run();
