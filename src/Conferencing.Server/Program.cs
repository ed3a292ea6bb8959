return await Conferencing.Server.Hosting.CommandLine.Run(args);
